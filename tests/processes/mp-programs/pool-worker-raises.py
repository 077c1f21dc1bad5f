from multiprocessing import Pool
def f(x):
    return 10 / x
def main():
    p = Pool(2)
    print p.map(f, [1, 0, 5])
if __name__ == '__main__':
    main()
