internal import Dispatch

/// Does jobs on several threads, and hands their results on in the order in which the jobs came.
final class OrderedJobs<Result> {
    private let threads: Int
    private let receive: (Result) throws -> Void
    private var jobs: [() throws -> Result] = []

    /// - Parameter receive: is called with one result after the other, on the thread that adds jobs.
    init(threads: Int, receive: @escaping (Result) throws -> Void) {
        self.threads = threads
        self.receive = receive
    }

    /// Takes a job, which may be done at once, or together with those that come later.
    func add(_ job: @escaping () throws -> Result) throws {
        jobs.append(job)
        // Twice as many as threads, since jobs do not all take equally long.
        if jobs.count >= (threads == 1 ? 1 : 2 * threads) { try finish() }
    }

    /// Does what is still to be done.
    func finish() throws {
        let batch = jobs
        jobs = []
        guard batch.count > 1, threads > 1 else {
            for job in batch { try receive(job()) }
            return
        }
        typealias Outcome = Swift.Result<Result, any Error>
        let outcomes = [Outcome?](unsafeUninitializedCapacity: batch.count) { buffer, filled in
            buffer.initialize(repeating: nil)
            filled = batch.count
            // Each job writes its own place only.
            nonisolated(unsafe) let places = buffer
            nonisolated(unsafe) let batch = batch
            let workers = min(threads, batch.count)
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                for index in stride(from: worker, to: batch.count, by: workers) {
                    places[index] = Outcome { try batch[index]() }
                }
            }
        }
        for case .some(let outcome) in outcomes { try receive(outcome.get()) }
    }
}
