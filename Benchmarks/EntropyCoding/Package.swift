// swift-tools-version: 6.1
import PackageDescription

// `Sources/EntropyCoding` is a link to the module: to measure it, nothing else of the project has to be built.
let package = Package(
    name: "entropy-coding-benchmarks",
    targets: [
        .target(name: "EntropyCoding", exclude: ["README.md"]),
        .executableTarget(name: "measure", dependencies: ["EntropyCoding"]),
    ]
)
