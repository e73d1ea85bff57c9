.DEFAULT_GOAL := help
.PHONY: help run test format lint docs build clean bench chaos

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

run: ## build what is missing and start the server
	./runbook up

test: ## the one check: format, build, analyses and tests
	scripts/find-jdk-test
	scripts/find-browser
	scripts/build verify -Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.surefire.SurefireMojo=info

format: ## bring every source file into shape
	scripts/mvn -B -q spotless:apply

lint: ## the checks without the tests
	scripts/build verify -DskipTests

docs: ## write anew what is generated: the state diagram, the language's keys and its schema
	scripts/mvn -B -q -pl core,language test -Drunbook.docs.write=true \
		-Dtest='StateDiagramTest,ReferenceKeysTest,RunbookSchemaTest' -Dsurefire.failIfNoSpecifiedTests=false

build: ## jars, and what ./runbook starts; no checks beyond the compiler's
	scripts/build

bench: ## measure the engine, the start, the analyses and the pages
	./runbook bench
	./runbook bench --analysis
	./runbook bench --pages

chaos: ## kill the server two hundred times while incidents run, and count what was done
	scripts/mvn -B -q -pl app -am test -Dtest=ChaosTest -Drunbook.chaos.kills=200 -Dsurefire.failIfNoSpecifiedTests=false

clean: ## delete what was built
	scripts/mvn -B -q clean
	rm -rf target
