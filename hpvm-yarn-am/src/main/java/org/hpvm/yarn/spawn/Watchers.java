package org.hpvm.yarn.spawn;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hpvm.proto.agent.SpawnOutput;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.AwaitRequest;
import org.hpvm.yarn.loop.ServerLoop;
import org.hpvm.yarn.schedule.Scheduler;

/** Answers those who wait for spawns, and shows them meanwhile what tasks print. Owned by the server's loop. */
final class Watchers {
    private static final Duration LONGEST_AWAIT = Duration.ofSeconds(1);
    /** Many machines print: a call for each would be too many. */
    private static final Duration GATHER = Duration.ofMillis(100);

    private final ServerLoop loop;
    private final Scheduler scheduler;

    Watchers(ServerLoop loop, Scheduler scheduler) {
        this.loop = loop;
        this.scheduler = scheduler;
    }

    /** Waits for the end of a spawn, but not long: the answer then tells how far it is. */
    CompletableFuture<AwaitReply> await(OpenSpawn spawn, AwaitRequest request) {
        if (request.getAtOnce() || spawn.hasNewsAfter(request.getNotices())) {
            return CompletableFuture.completedFuture(spawn.reply(scheduler.done(spawn.number()), request));
        }
        CompletableFuture<AwaitReply> reply = spawn.await(request);
        boolean isMore = spawn.output.hasAfter(request);
        loop.after(isMore ? GATHER : LONGEST_AWAIT, () -> spawn.progress(reply, scheduler.done(spawn.number())));
        return reply;
    }

    /** Tasks of a spawn have printed something. */
    void printed(OpenSpawn spawn, String machine, SpawnOutput output) {
        spawn.output.add(machine, output, System.nanoTime());
        if (spawn.beginGathering()) {
            loop.after(GATHER, () -> spawn.showGathered(scheduler.done(spawn.number())));
        }
    }
}
