package org.hpvm.yarn.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.proto.client.AwaitRequest;
import org.hpvm.proto.client.SpawnRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NoticeRecoveryTest {
    private static final String SENTENCE = "machine palm is aarch64, but its label says x86_64";

    @TempDir
    java.nio.file.Path directory;

    @Test
    void whatTheUserIsToBeToldSurvivesTheServer() throws IOException, InterruptedException {
        FileSystem files = FileSystem.getLocal(new Configuration()).getRaw();
        Path journals = new Path(directory.toUri());
        try (PlayedServer first = PlayedServer.start(files, journals, 1)) {
            var unused = first.call(() -> {
                first.spawns.tell(SENTENCE);
                return first.journal.written();
            });
        }

        try (PlayedServer second = PlayedServer.start(files, journals, 2)) {
            assertThat(noticesOfANewSpawn(second)).containsExactly(SENTENCE);
        }
        try (PlayedServer third = PlayedServer.start(files, journals, 3)) {
            assertThat(notices(third, 1)).as("of the spawn that runs").containsExactly(SENTENCE);
            assertThat(third.call(() -> third.spawns.open(request(2))).getSpawn())
                    .isEqualTo(2);
            assertThat(notices(third, 2)).as("told once").isEmpty();
        }
    }

    private static List<String> noticesOfANewSpawn(PlayedServer server) throws IOException, InterruptedException {
        return notices(server, server.call(() -> server.spawns.open(request(1))).getSpawn());
    }

    private static SpawnRequest request(long number) {
        return SpawnRequest.newBuilder()
                .setRequest(number)
                .setTasks(1)
                .setAttempts(1)
                .build();
    }

    private static List<String> notices(PlayedServer server, long spawn) throws IOException, InterruptedException {
        return server.call(() -> server.spawns.await(AwaitRequest.newBuilder()
                        .setSpawn(spawn)
                        .setAtOnce(true)
                        .build()))
                .getNoticesList();
    }
}
