x = {'rows': [[1, 2], [3, 4]]}
print x['rows'][1][0] + x['rows'][0][1]
print x['rows'][1][0] + x['rows'][2][1]
