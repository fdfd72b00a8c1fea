package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.hpvm.container.kernel.KernelTree;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.ArgumentChunk;
import org.hpvm.proto.client.ArgumentsRequest;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.AwaitRequest;
import org.hpvm.proto.client.CancelRequest;
import org.hpvm.proto.client.LeafMachines;
import org.hpvm.proto.client.SpawnReply;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.proto.client.Status;
import org.hpvm.proto.client.TaskReply;
import org.hpvm.proto.client.TaskRequest;
import org.hpvm.proto.client.TreeLeaf;
import org.hpvm.yarn.client.RunningServer;
import org.hpvm.yarn.client.ServerConnection;
import org.hpvm.yarn.settings.SpawnWishes;
import org.hpvm.yarn.settings.TaskLimits;

/**
 * One spawn at the server, from the gateway's side. One thread runs it; others may cancel it and ask for its tasks
 * meanwhile.
 */
final class SpawnCall {
    /** Begins anywhere, so that no two gateways of an application have a number in common. */
    private static final AtomicLong REQUESTS = new AtomicLong(new SecureRandom().nextLong(1, Long.MAX_VALUE / 2));

    private static final long LOOK_NANOSECONDS = 500_000_000;

    private final RunningServer server;
    private final String application;
    private final SpawnAudience audience;
    private final ProgressListener progress;
    private int noticesTold;
    private long linesTold;
    private long lineSource;
    private long doneTold;
    private long tasks;
    private final long begunNanoseconds = System.nanoTime();
    private OmittedLines omitted;
    private long spawn;
    private boolean isCancelled;

    /** Gives argument blocks. */
    @FunctionalInterface
    interface Arguments {
        /** The next chunk, from this task on; at least one task. */
        ArgumentChunk next(long first) throws IOException;
    }

    /** Hears how many tasks are done. */
    @FunctionalInterface
    interface ProgressListener {
        void done(long tasks) throws IOException;
    }

    SpawnCall(RunningServer server, String application, SpawnAudience audience, ProgressListener progress) {
        this.server = server;
        this.application = application;
        this.audience = audience;
        this.progress = progress;
        this.omitted = new OmittedLines(application, 0, System.nanoTime());
    }

    /** A number that no other request of a gateway has, so that the server knows one that comes twice. */
    static long newRequest() {
        return REQUESTS.incrementAndGet();
    }

    /**
     * What is asked for, without shares and arguments.
     *
     * @throws HpvmException with {@link ErrorCode#TREE} if the tree lacks the leaf that is wished for
     */
    static SpawnRequest.Builder request(KernelTree tree, long tasks, SpawnWishes wishes) throws HpvmException {
        requireLeaf(tree, wishes.leaf());
        TaskLimits limits = wishes.limits();
        SpawnRequest.Builder request = SpawnRequest.newBuilder()
                .setRequest(newRequest())
                .setTree(tree.name())
                .setTasks(tasks)
                .setAttempts(limits.attempts())
                .setTaskMilliseconds(limits.time().toMillis())
                .setTaskMemoryBytes(limits.memory().bytes())
                .setTaskOutputBytes(limits.output().bytes())
                .setOneCopy(!limits.copies())
                .setOnlyLeaf(wishes.leaf())
                .addAllMachines(wishes.machines());
        for (Leaf leaf : tree.leaves()) {
            request.addLeaves(TreeLeaf.newBuilder()
                    .setPath(leaf.path().toString())
                    .setSha256(leaf.sha256())
                    .setBytes(leaf.bytes()));
        }
        return request;
    }

    private static void requireLeaf(KernelTree tree, String wished) throws HpvmException {
        List<String> leaves =
                tree.leaves().stream().map(leaf -> leaf.path().toString()).toList();
        if (!wished.isEmpty() && !leaves.contains(wished)) {
            throw new HpvmException(
                    ErrorCode.TREE,
                    "find leaf " + wished + " in kernel tree " + tree.name() + ": it has " + String.join(", ", leaves));
        }
    }

    /** Opens the spawn, feeds it arguments and waits for its end. */
    AwaitReply run(SpawnRequest.Builder request, Arguments arguments) throws IOException {
        tasks = request.getTasks();
        ArgumentChunk first = arguments.next(0);
        SpawnRequest whole = request.setFirstArguments(first).build();
        SpawnReply opened = server.call(calls -> calls.spawn(null, whole));
        ServerConnection.require(opened.getStatus());
        opened(opened.getSpawn());
        try {
            try {
                feed(end(first), tasks, arguments);
            } catch (IOException e) {
                cancelAtServer();
                throw e;
            }
            return await();
        } finally {
            audience.over();
        }
    }

    private synchronized void opened(long number) throws IOException {
        spawn = number;
        omitted = new OmittedLines(application, number, System.nanoTime());
        if (isCancelled) {
            cancelAtServer();
        }
    }

    private synchronized long number() {
        return spawn;
    }

    /** Ends the spawn, which then fails with {@code CANCELLED}; one that has ended is left as it is. */
    synchronized void cancel() throws IOException {
        isCancelled = true;
        if (spawn != 0) {
            cancelAtServer();
        }
    }

    private void cancelAtServer() throws IOException {
        CancelRequest request = CancelRequest.newBuilder().setSpawn(number()).build();
        server.call(calls -> calls.cancel(null, request));
    }

    /** What the server knows of a task. */
    TaskReply task(long id) throws IOException {
        TaskRequest request =
                TaskRequest.newBuilder().setSpawn(number()).setTask(id).build();
        return server.call(calls -> calls.task(null, request));
    }

    private static long end(ArgumentChunk chunk) {
        return chunk.getFirst() + Integer.toUnsignedLong(chunk.getCount());
    }

    private void feed(long from, long tasks, Arguments arguments) throws IOException {
        long looked = System.nanoTime();
        long next = from;
        while (next < tasks) {
            ArgumentChunk chunk = arguments.next(next);
            Status status = give(chunk);
            next = end(chunk);
            while (status.getFull()) {
                look(true);
                status = give(ArgumentChunk.newBuilder().setFirst(next).build());
            }
            if (status.getCode() != 0) {
                return; // the spawn has ended; await tells how
            }
            if (System.nanoTime() - looked > LOOK_NANOSECONDS) {
                look(true);
                looked = System.nanoTime();
            }
        }
    }

    private Status give(ArgumentChunk chunk) throws IOException {
        ArgumentsRequest request =
                ArgumentsRequest.newBuilder().setSpawn(number()).setChunk(chunk).build();
        return server.call(calls -> calls.arguments(null, request));
    }

    private AwaitReply await() throws IOException {
        AwaitReply reply = look(false);
        while (!reply.getEnded()) {
            reply = look(false);
        }
        ServerConnection.require(reply.getStatus());
        return reply;
    }

    /** Asks how far the spawn is, and passes on what is new. */
    private AwaitReply look(boolean atOnce) throws IOException {
        AwaitRequest request = AwaitRequest.newBuilder()
                .setSpawn(number())
                .setNotices(noticesTold)
                .setOutput(linesTold)
                .setOutputSource(lineSource)
                .setAtOnce(atOnce)
                .build();
        AwaitReply reply = server.call(calls -> calls.await(null, request));
        audience.progress(new SpawnProgress(
                Math.max(doneTold, Math.min(reply.getDone(), tasks)),
                tasks,
                Duration.ofNanos(System.nanoTime() - begunNanoseconds),
                reply.getLeavesList().stream()
                        .collect(Collectors.toMap(LeafMachines::getLeaf, LeafMachines::getMachines))));
        reply.getNoticesList().forEach(audience::notice);
        noticesTold += reply.getNoticesCount();
        if (reply.getOutputSource() != lineSource) {
            lineSource = reply.getOutputSource();
            linesTold = 0;
        }
        if (reply.getOutputCount() > 0) {
            audience.printed(reply.getOutputList());
            linesTold += reply.getOutputCount();
        }
        omitted.sentence(reply.getOmitted(), reply.getOmittedTask(), reply.getEnded(), System.nanoTime())
                .ifPresent(audience::notice);
        if (reply.getDone() > doneTold) {
            doneTold = reply.getDone();
            progress.done(doneTold);
        }
        return reply;
    }
}
