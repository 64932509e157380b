// swift-tools-version: 6.1
import PackageDescription

// The first three folders of `Sources` are links: to measure the module, nothing else of the project has to be built.
let package = Package(
    name: "neural-networks-benchmarks",
    targets: [
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "NeuralNetworks", dependencies: ["COpenBLAS", "CZlib"], exclude: ["README.md"]),
        .executableTarget(name: "measure", dependencies: ["NeuralNetworks"]),
    ]
)
