"""The tests: twins of the modules, forms as tables in, problem codes and figures out."""
