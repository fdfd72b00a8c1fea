package org.hpvm.yarn.recovery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.thirdparty.protobuf.ByteString;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;
import org.hpvm.model.Runs;
import org.hpvm.proto.agent.HeldTasks;
import org.hpvm.proto.agent.Order;
import org.hpvm.proto.agent.PollReply;
import org.hpvm.proto.agent.PollRequest;
import org.hpvm.proto.agent.ReportReply;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.agent.Resumption;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.agent.TaskChunk;
import org.hpvm.proto.agent.TaskFailure;
import org.hpvm.proto.share.RecordMessage;
import org.hpvm.yarn.agents.AgentSession;

/** An agent that runs tasks when the play says so: each merges one byte of share 1, the number of its spawn. */
final class PlayedAgent {
    private final int number;
    private final RangeSet held = new RangeSet();
    private final RangeSet settled = new RangeSet();
    private long spawn;
    private long received;
    private long sequence;
    private boolean isWaiting;
    private SpawnReport underWay = SpawnReport.getDefaultInstance();

    PlayedAgent(int number) {
        this.number = number;
    }

    void comeTo(PlayedServer server) throws IOException, InterruptedException {
        if (received == 0) {
            var unused = server.join(number, Resumption.getDefaultInstance());
            return;
        }
        var unused = server.join(
                number,
                Resumption.newBuilder()
                        .setAgent(number)
                        .addSpawns(spawn)
                        .addHeld(message(held))
                        .setReporting(isWaiting ? sequence : 0)
                        .addSettled(message(settled))
                        .build());
    }

    private HeldTasks message(RangeSet tasks) {
        return HeldTasks.newBuilder()
                .setSpawn(spawn)
                .addAllTasks(Runs.write(tasks.ranges()))
                .build();
    }

    /** As the server reads it. */
    static List<IdRange> held(Resumption resume, long spawn, long lastReport) {
        List<HeldTasks> all = new ArrayList<>(resume.getHeldList());
        if (resume.getReporting() > lastReport) {
            all.addAll(resume.getSettledList());
        }
        return all.stream()
                .filter(tasks -> tasks.getSpawn() == spawn)
                .flatMap(tasks -> Runs.read(tasks.getTasksList()).stream())
                .toList();
    }

    /** Takes the orders that are there. */
    void poll(PlayedServer server, long epoch) throws IOException, InterruptedException {
        List<Order> orders = server.now(() -> {
            CompletableFuture<PollReply> reply = server.agents.poll(
                    PollRequest.newBuilder()
                            .setAgent(number)
                            .setEpoch(epoch)
                            .setReceived(received)
                            .build(),
                    "container-" + number);
            return reply.isDone() ? reply.join().getOrdersList() : List.of();
        });
        for (Order order : orders) {
            received = order.getNumber();
            if (order.hasLease()) {
                if (order.getLease().getSpawn() != spawn) {
                    held.remove(0, Long.MAX_VALUE);
                    spawn = order.getLease().getSpawn();
                }
                for (TaskChunk chunk : order.getLease().getChunksList()) {
                    held.add(chunk.getFirst(), chunk.getFirst() + chunk.getCount());
                }
            } else if (order.hasSpawnEnd() && order.getSpawnEnd().getSpawn() == spawn) {
                held.remove(0, Long.MAX_VALUE);
            }
        }
    }

    /** Runs some tasks, which may fail, and reports; the answer may not be waited for. */
    void work(PlayedServer server, long epoch, Random random, boolean waits) throws IOException, InterruptedException {
        if (!isWaiting) {
            List<IdRange> run = held.takeLowest(1 + random.nextInt(20));
            if (run.isEmpty()) {
                return;
            }
            SpawnReport.Builder report = SpawnReport.newBuilder().setSpawn(spawn);
            for (IdRange range : run) {
                settled.add(range.start(), range.end());
                for (long task = range.start(); task < range.end(); task++) {
                    if (random.nextInt(20) == 0) {
                        report.addFailures(TaskFailure.newBuilder().setTask(task));
                    } else {
                        report.addDone(task).addDone(1).addRecords(merged(task));
                    }
                }
            }
            underWay = report.build();
            sequence++;
            isWaiting = true;
        }
        AgentSession session = server.now(() -> server.agents.find(number).orElseThrow());
        ReportRequest request = ReportRequest.newBuilder()
                .setAgent(number)
                .setEpoch(epoch)
                .setSequence(sequence)
                .addSpawns(underWay)
                .build();
        CompletableFuture<ReportReply> reply =
                server.now(() -> session.answerBefore(sequence).orElseGet(() -> {
                    CompletableFuture<ReportReply> durable = server.spawns
                            .report(session, request)
                            .thenApply(written -> ReportReply.getDefaultInstance());
                    session.reported(sequence, durable);
                    return durable;
                }));
        if (waits) {
            var unused = server.call(() -> reply);
            isWaiting = false;
            settled.remove(0, Long.MAX_VALUE);
        }
    }

    private RecordMessage merged(long task) {
        RecordBuilder builder = new RecordBuilder(spawn);
        int position = builder.add(Piece.write(1, task, 1, task, task + 1));
        builder.payload()[position] = (byte) spawn;
        SegmentRecord made = builder.build();
        ByteBuffer table = made.table().bytes();
        return RecordMessage.newBuilder()
                .setTable(ByteString.copyFrom(table))
                .setPayload(ByteString.copyFrom(made.payload()))
                .build();
    }
}
