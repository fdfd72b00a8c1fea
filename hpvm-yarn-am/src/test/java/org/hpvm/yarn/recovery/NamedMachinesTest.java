package org.hpvm.yarn.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.error.ErrorCode;
import org.hpvm.proto.agent.Resumption;
import org.hpvm.proto.client.ArgumentChunk;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.AwaitRequest;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.yarn.agents.AgentSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spawn that names machines is served by no other. */
class NamedMachinesTest {
    private static final int TASKS = 100;

    @TempDir
    java.nio.file.Path directory;

    @Test
    void onlyTheMachineThatIsNamedGetsTasksWhetherItCameBeforeOrAfterOthers() throws IOException, InterruptedException {
        try (PlayedServer server = start(1)) {
            AgentSession early = join(server, 1, "bigboy");
            open(server, "palm");
            AgentSession named = join(server, 2, "palm");
            AgentSession late = join(server, 3, "zbox");

            assertThat(isIdle(server, named)).isFalse();
            assertThat(isIdle(server, early)).isTrue();
            assertThat(isIdle(server, late)).isTrue();
        }
    }

    @Test
    void allMachinesAreWantedWhileOneThatIsNamedIsMissing() throws IOException, InterruptedException {
        try (PlayedServer server = start(1)) {
            join(server, 1, "bigboy");
            open(server, "palm");

            assertThat(server.now(server.spawns::usefulAgents)).isEqualTo(Integer.MAX_VALUE);

            join(server, 2, "palm");

            assertThat(server.now(server.spawns::usefulAgents)).isLessThanOrEqualTo(TASKS + 1);
        }
    }

    @Test
    void aNewAttemptOfTheServerKeepsToTheNames() throws IOException, InterruptedException {
        try (PlayedServer server = start(1)) {
            open(server, "palm");
        }
        try (PlayedServer server = start(2)) {
            AgentSession other = join(server, 1, "bigboy");
            AgentSession named = join(server, 2, "palm");

            assertThat(isIdle(server, other)).isTrue();
            assertThat(isIdle(server, named)).isFalse();
        }
    }

    @Test
    void aSpawnThatNamesAMachineThatNeverComesFailsWithWhatTheOthersAre() throws IOException, InterruptedException {
        try (PlayedServer server = start(1)) {
            join(server, 1, "bigboy");
            long spawn = open(server, "lapdog");

            server.now(() -> {
                server.spawns.endUnservable(false, "nobody came");
                return spawn;
            });

            AwaitReply reply = server.call(() -> server.spawns.await(
                    AwaitRequest.newBuilder().setSpawn(spawn).build()));
            assertThat(reply.getStatus().getCode()).isEqualTo(ErrorCode.NOMACHINE.status());
            assertThat(reply.getStatus().getMessage())
                    .contains("no machine can: bigboy: it is none of those that the spawn names, lapdog");
        }
    }

    private PlayedServer start(long epoch) throws IOException, InterruptedException {
        FileSystem files = FileSystem.getLocal(new Configuration()).getRaw();
        return PlayedServer.start(files, new Path(directory.toUri()), epoch);
    }

    private static AgentSession join(PlayedServer server, int number, String name)
            throws IOException, InterruptedException {
        return server.join(number, name, Resumption.getDefaultInstance());
    }

    private static boolean isIdle(PlayedServer server, AgentSession agent) throws IOException, InterruptedException {
        return server.now(() -> server.spawns.isIdle(agent));
    }

    private static long open(PlayedServer server, String... machines) throws IOException, InterruptedException {
        SpawnRequest request = SpawnRequest.newBuilder()
                .setRequest(7)
                .setTree("tree")
                .setTasks(TASKS)
                .setByteOrder(1)
                .setAttempts(1)
                .addAllMachines(List.of(machines))
                .setFirstArguments(ArgumentChunk.newBuilder().setCount(TASKS))
                .build();
        return server.call(() -> server.spawns.open(request)).getSpawn();
    }
}
