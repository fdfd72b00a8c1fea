package org.hpvm.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hpvm.container.wire.Frame;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SpawnHandleTest {
    @TempDir
    Path directory;

    @Test
    void makesArgumentsOnceAnIdAndInOrder() throws Exception {
        List<Long> ids = new ArrayList<>();
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    ScriptedGateway.expectSpawn(parent, "tree", 5);
                    parent.wantArguments(0, 2);
                    Frame first = parent.expect(7);
                    assertThat(first.i64()).isZero();
                    assertThat(first.count()).isEqualTo(2);
                    assertThat(first.u8()).isEqualTo(1);
                    assertThat(first.i32()).isEqualTo(0);
                    assertThat(first.i32()).isEqualTo(16);
                    ByteBuffer block = first.bytes(16).order(ByteOrder.nativeOrder());
                    assertThat(block.getLong(8)).isEqualTo(100);
                    first.end();
                    parent.wantArguments(2, 3);
                    Frame second = parent.expect(7);
                    assertThat(second.i64()).isEqualTo(2);
                    assertThat(second.count()).isEqualTo(3);
                    parent.spawnDone(0, "");
                });
                HpvmSession session = gateway.session()) {
            SpawnHandle spawn = session.spawn("tree", 5, id -> {
                ids.add(id);
                return id == 0 ? null : Elements.of(id, id * 100).bytes();
            });
            spawn.join();

            gateway.awaitEnd();
            assertThat(spawn.tasks()).isEqualTo(5);
            assertThat(ids).containsExactly(0L, 1L, 2L, 3L, 4L);
        }
    }

    @Test
    void sendsFewerArgumentsThanWantedWhenTheyAreLong() throws Exception {
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    ScriptedGateway.expectSpawn(parent, "", 100);
                    int told = 0;
                    while (told < 100) {
                        parent.wantArguments(told, 100 - told);
                        Frame arguments = parent.expect(7);
                        assertThat(arguments.i64()).isEqualTo(told);
                        int count = arguments.count();
                        assertThat(count).isBetween(1, 2);
                        told += count;
                    }
                    parent.spawnDone(0, "");
                });
                HpvmSession session = gateway.session()) {
            session.spawn("", 100, id -> Elements.of(new long[100_000]).bytes()).join();
            gateway.awaitEnd();
        }
    }

    @Test
    void endsTheSpawnWhoseArgumentsCannotBeMade() throws Exception {
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    ScriptedGateway.expectSpawn(parent, "", 9);
                    parent.wantArguments(0, 9);
                    Frame failed = parent.expect(8);
                    assertThat(failed.i32()).isEqualTo(ErrorCode.INVALID.status());
                    assertThat(failed.string()).isEqualTo("spawn");
                    assertThat(failed.string()).contains("task 4");
                    parent.spawnDone(ErrorCode.CANCELLED.status(), "the parent gave up");
                    parent.expect(9);
                });
                HpvmSession session = gateway.session()) {
            SpawnHandle spawn = session.spawn("", 9, id -> {
                if (id == 4) {
                    throw new IllegalStateException("no more");
                }
                return null;
            });

            assertFails(
                    spawn::join, ErrorCode.INVALID, "make the arguments of task 4: java.lang.IllegalStateException");
            gateway.awaitEnd();
        }
    }

    @Test
    void refusesArgumentsInTheWrongByteOrder() throws Exception {
        ByteOrder wrong =
                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    ScriptedGateway.expectSpawn(parent, "", 1);
                    parent.wantArguments(0, 1);
                    parent.expect(8);
                    parent.spawnDone(ErrorCode.INVALID.status(), "");
                    parent.expect(9);
                });
                HpvmSession session = gateway.session()) {
            SpawnHandle spawn =
                    session.spawn("", 1, id -> ByteBuffer.allocate(8).order(wrong));

            assertFails(spawn::join, ErrorCode.INVALID, "call order(ByteOrder.nativeOrder())");
            gateway.awaitEnd();
        }
    }

    @Test
    void tellsWhatTheServerFoundAndSaysThatItWasSeen() throws Exception {
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    ScriptedGateway.expectSpawn(parent, "tree", 1);
                    parent.spawnDone(ErrorCode.TASK.status(), "task 0 of tree on bigboy: exited with 7");
                    parent.expect(9);
                    parent.expect(4);
                    parent.reply(ErrorCode.NOSHARE.status(), "unshare nothing: there is no such share");
                    parent.expect(9);
                });
                HpvmSession session = gateway.session()) {
            SpawnHandle spawn = session.spawn("tree", 1, TaskArguments.NONE);

            assertFails(spawn::join, ErrorCode.TASK, "task 0 of tree on bigboy: exited with 7");
            assertFails(spawn::join, ErrorCode.TASK, "task 0 of tree on bigboy: exited with 7");
            assertFails(() -> session.unshare("nothing"), ErrorCode.NOSHARE, "unshare nothing");
            gateway.awaitEnd();
        }
    }

    @Test
    void refusesASecondSpawnBeforeTheFirstIsJoined() throws Exception {
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    ScriptedGateway.expectSpawn(parent, "", 1);
                    parent.spawnDone(0, "");
                    ScriptedGateway.expectSpawn(parent, "again", 1);
                    parent.spawnDone(0, "");
                });
                HpvmSession session = gateway.session()) {
            SpawnHandle first = session.spawn("", 1, TaskArguments.NONE);

            assertFails(() -> session.spawn("", 1, TaskArguments.NONE), ErrorCode.INVALID, "was not joined yet");
            first.join();
            session.spawn("again", 1, TaskArguments.NONE).join();
            gateway.awaitEnd();
        }
    }

    @Test
    void tellsThatTheGatewayHasGone() throws Exception {
        try (ScriptedGateway gateway =
                        ScriptedGateway.play(directory, (gate, parent) -> ScriptedGateway.expectSpawn(parent, "", 1));
                HpvmSession session = gateway.session()) {
            SpawnHandle spawn = session.spawn("", 1, TaskArguments.NONE);

            assertFails(spawn::join, ErrorCode.GATEWAY, "it has gone");
            assertFails(() -> session.unshare("x"), ErrorCode.GATEWAY, "talk to the gateway");
        }
    }

    @Test
    void endsASpawnThatIsClosed() throws Exception {
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
            ScriptedGateway.expectSpawn(parent, "", 1);
            parent.expectEnd();
        })) {
            SpawnHandle spawn;
            try (HpvmSession session = gateway.session()) {
                spawn = session.spawn("", 1, TaskArguments.NONE);
            }

            gateway.awaitEnd();
            assertFails(spawn::join, ErrorCode.GATEWAY, "talk to the gateway");
        }
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, String message) {
        assertThatThrownBy(call)
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        HpvmException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void tellsHowFarItIsAndWhatATaskIsDoing() throws Exception {
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    ScriptedGateway.expectSpawn(parent, "tree", 9);
                    parent.progress(4);
                    assertThat(parent.expect(11).i64()).isEqualTo(3);
                    parent.taskStatus(2, "palm");
                    assertThat(parent.expect(11).i64()).isEqualTo(5);
                    parent.spawnDone(0, ""); // crosses the question
                    parent.taskStatus(1, "laptop");
                    assertThat(parent.expect(11).i64()).isEqualTo(6);
                    parent.taskStatus(0, "");
                });
                HpvmSession session = gateway.session()) {
            SpawnHandle spawn = session.spawn("tree", 9, TaskArguments.NONE);

            assertThat(spawn.status(3))
                    .isEqualTo(new TaskStatus(TaskStatus.State.DONE, 1, "palm", "any/jvm/generic", "it fell"));
            assertThat(spawn.progress()).isEqualTo(4);
            assertThat(spawn.status(5).state()).isEqualTo(TaskStatus.State.LEASED);
            spawn.join();
            assertThat(spawn.isOver()).isTrue();
            assertThat(spawn.progress()).isEqualTo(9);
            assertThat(spawn.status(6).state()).isEqualTo(TaskStatus.State.WAITING);
            gateway.awaitEnd();
        }
    }

    @Test
    void canBeCancelled() throws Exception {
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    ScriptedGateway.expectSpawn(parent, "tree", 9);
                    parent.expect(10).end();
                    parent.spawnDone(ErrorCode.CANCELLED.status(), "the parent cancelled it");
                    parent.expect(9);
                });
                HpvmSession session = gateway.session()) {
            SpawnHandle spawn = session.spawn("tree", 9, TaskArguments.NONE);
            spawn.cancel();

            assertThatThrownBy(spawn::join).hasMessage("the parent cancelled it");
            spawn.cancel();
            gateway.awaitEnd();
        }
    }

    @Test
    void aQuestionFailsWithTheLink() throws Exception {
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    ScriptedGateway.expectSpawn(parent, "tree", 9);
                    parent.expect(11);
                });
                HpvmSession session = gateway.session()) {
            SpawnHandle spawn = session.spawn("tree", 9, TaskArguments.NONE);

            assertThatThrownBy(() -> spawn.status(3)).isInstanceOf(HpvmException.class);
            assertThatThrownBy(spawn::join).isInstanceOf(HpvmException.class);
        }
    }
}
