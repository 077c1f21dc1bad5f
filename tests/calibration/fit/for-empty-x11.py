x = []
for i in x: pass
for i in x: pass
for i in x: pass
for i in x: pass
for i in x: pass
for i in x: pass
for i in x: pass
for i in x: pass
for i in x: pass
for i in x: pass
for i in x: pass
