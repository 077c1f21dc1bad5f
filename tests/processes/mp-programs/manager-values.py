from multiprocessing import Manager, Pool, Process

def total(numbers):
    result = 0
    for i in range(len(numbers)):
        result += numbers[i]
    return result

def show(numbers):
    for number in numbers:
        print number

def main():
    manager = Manager()
    numbers = manager.Array('i', range(5))
    squares = manager.list([0, 1, 4, 1000])
    print numbers[1], squares[-1], len(numbers), len(squares), squares[1:3], numbers[1:3]
    try:
        squares[4]
    except IndexError as e:
        print e
    pool = Pool(2)
    print pool.map(total, [numbers, squares, numbers])
    pool.close()
    pool.join()
    p = Process(target=show, args=(squares,))
    p.start()
    p.join()

if __name__ == '__main__':
    main()
