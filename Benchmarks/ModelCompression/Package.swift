// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "compression-benchmarks",
    dependencies: [.package(name: "winnow", path: "../..")],
    targets: [
        .executableTarget(
            name: "compression-benchmarks",
            dependencies: [.product(name: "ModelCompression", package: "winnow")])
    ],
    swiftLanguageModes: [.v6]
)
