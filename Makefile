# `make help` lists the targets. They find a JDK 25 by themselves; src/test/cluster builds the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo demo-down cluster cluster-down test unit it e2e faults-postgres bench-postgres generate format

run := src/test/run
mvnw := $(run)/java ./mvnw -B -q

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Dhanman's QA environment on a real cluster, answering HTTPS requests
	@$(run)/demo

demo-down: ## Remove the demo without a trace
	@$(run)/demo down

cluster: ## Start the test cluster of three nodes and load the operator's and the sample's images
	@$(run)/cluster-up

cluster-down: ## End the test cluster and leave nothing behind
	@src/test/cluster/cluster down

test: ## All tests: units, a real API server, real nodes; ends with the counts
	@$(run)/tests unit it e2e

unit: ## Tests that need no cluster
	@$(run)/tests unit

it: ## Tests against a real API server
	@$(run)/tests it

e2e: ## Tests on real nodes, with the operator installed by its chart
	@$(run)/tests e2e

faults-postgres: ## Break PostgresClusters in every way while rows are written, and report; RUNS=n MODES=a,b FAULTS=a,b choose
	@$(run)/faults-postgres

bench-postgres: ## Measure a PostgresCluster while nothing breaks: making one, requests at rest, memory
	@$(run)/bench-postgres

generate: ## Write CRDs, golden files, kustomize base and references anew; look at the diff
	@GENERATE=true $(mvnw) test -Dtest='CrdsAreCurrentTest,GoldenTest,ConfigurationTest'
	@# Twice, for some read what others write.
	@for i in 1 2; do GENERATE=true $(mvnw) test -Dtest='Chart*,ApiReferenceTest,KustomizeTest' >/dev/null || [ $$i = 1 ]; done

format: ## Format the Java sources
	@$(mvnw) spotless:apply
