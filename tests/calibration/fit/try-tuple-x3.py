try: raise KeyError('a')
except (ValueError, KeyError): x = 2
try: raise KeyError('a')
except (ValueError, KeyError): x = 2
try: raise KeyError('a')
except (ValueError, KeyError): x = 2
