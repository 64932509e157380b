// swift-tools-version: 6.1
import PackageDescription

// All folders of `Sources` but `measure` are links: to measure the module, nothing else of the project has to be built.
let package = Package(
    name: "model-compression-benchmarks",
    targets: [
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "EntropyCoding", exclude: ["README.md"]),
        .target(name: "NeuralNetworks", dependencies: ["COpenBLAS", "CZlib"], exclude: ["README.md"]),
        .target(name: "ModelCompression", dependencies: ["EntropyCoding", "NeuralNetworks"], exclude: ["README.md"]),
        .executableTarget(name: "measure", dependencies: ["ModelCompression"]),
    ],
    swiftLanguageModes: [.v6]
)
