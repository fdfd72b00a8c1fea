import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.container.worker.AgentFrames;
import org.hpvm.container.worker.Ring;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.container.worker.WorkerCommand;
import org.hpvm.container.worker.WorkerMessage;
import org.hpvm.container.worker.WorkerProcess;

/**
 * How long it takes from handing tasks to a worker that waits until its answer is there, with a kernel that does
 * nothing: prints the median in microseconds, of frames of one task and, for each task, of frames of a thousand.
 */
public final class WakeUp {
    private static final int ROUNDS = 5_000;

    private WakeUp() {}

    /** @param words the kernel, and a directory to work in */
    public static void main(String[] words) throws Exception {
        Path directory = Files.createDirectories(Path.of(words[1]));
        Ring ring = Ring.create(directory, 1 << 20);
        WorkerCommand command =
                new WorkerCommand(List.of(words[0]), List.of(), Optional.empty(), Map.of(), directory);
        try (WorkerProcess worker = WorkerProcess.start(command, ring)) {
            worker.send(AgentFrames.welcome(ring.path().toString(), ring.dataBytes(), "bench", words[0]));
            if (worker.read().isEmpty()) {
                throw new IllegalStateException("the worker said nothing: " + worker.output(0, 1000, 1000));
            }
            worker.send(AgentFrames.spawn(1, ByteOrder.nativeOrder(), Long.BYTES));
            median(worker, 1);
            System.out.printf("one %.2f%n", median(worker, 1) / 1e3);
            System.out.printf("of_a_thousand %.4f%n", median(worker, 1000) / 1e6);
        }
    }

    private static double median(WorkerProcess worker, int tasks) throws Exception {
        long[] nanoseconds = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            worker.send(AgentFrames.tasks(TaskChunk.withoutArguments(1, 0, tasks, 0)));
            long done = 0;
            while (done < tasks) {
                WorkerMessage message = worker.read().orElseThrow();
                for (WorkerMessage.Result result : ((WorkerMessage.Results) message).results()) {
                    done += result instanceof WorkerMessage.Result.Run run ? run.count() : 1;
                }
            }
            nanoseconds[round] = System.nanoTime() - began;
        }
        Arrays.sort(nanoseconds);
        return nanoseconds[ROUNDS / 2];
    }
}
