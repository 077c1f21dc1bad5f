graph = {'A': ['B', 'C'], 'B': ['D'], 'C': ['D', 'E'], 'D': ['F'], 'E': ['F'], 'F': []}
def shortest(start, goal):
    queue = [[start]]
    seen = {start: True}
    while queue:
        path = queue.pop(0)
        if path[-1] == goal:
            return path
        for neighbour in graph[path[-1]]:
            if neighbour not in seen:
                seen[neighbour] = True
                queue.append(path + [neighbour])

def all_paths(node, goal, path):
    path = path + [node]
    if node == goal:
        return [path]
    found = []
    for neighbour in graph[node]:
        found += all_paths(neighbour, goal, path)
    return found

print shortest('A', 'F'), shortest('F', 'A')
for path in all_paths('A', 'F', []):
    print ' -> '.join(path)
