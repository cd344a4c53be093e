module quipu/verifiers

go 1.22
