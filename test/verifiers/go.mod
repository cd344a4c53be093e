module quipu/verifiers

go 1.20

require golang.org/x/mod v0.20.0
