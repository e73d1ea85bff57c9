.DEFAULT_GOAL := help
.PHONY: help run test format lint build clean

mvn := scripts/mvn -B -T 1C

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

run: ## build what is missing and start the server
	./runbook up

test: ## the one check: format, build, analyses and tests
	$(mvn) verify

format: ## bring every source file into shape
	$(mvn) -q spotless:apply

lint: ## format and compiler checks, without the tests
	$(mvn) verify -DskipTests

build: ## jars, and what ./runbook starts
	$(mvn) -q package -DskipTests

clean: ## delete what was built
	$(mvn) -q clean
	rm -rf target
