# For those who type make; everything is in ./run.
.PHONY: demo serve test check
demo serve test check:
	./run $@
