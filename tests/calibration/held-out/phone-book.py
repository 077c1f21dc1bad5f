book = {"anna": "555-1", "bert": "555-2"}
book["carl"] = "555-3"
del book["bert"]
for name in ("anna", "bert", "carl"):
    try:
        print name, book[name]
    except KeyError:
        print name, "is not listed"
print len(book), book.has_key("anna")
