ages = {"Tom": 31, "Ana": 27, "Lee": 45}
oldest = None
for name in ages:
    if oldest is None or ages[name] > ages[oldest]:
        oldest = name
print oldest, ages[oldest]
for name, age in ages.items():
    ages[name] = age + 1
print ages["Ana"], ages.values()
