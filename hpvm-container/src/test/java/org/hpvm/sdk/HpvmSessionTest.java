package org.hpvm.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hpvm.container.wire.Frame;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.sdk.ScriptedGateway.Changed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HpvmSessionTest {
    private static final int CHUNK = 64 << 10;

    @TempDir
    Path directory;

    @Test
    void tellsOnlyChunksThatAreNotZero() throws Exception {
        float[] memory = new float[3 * CHUNK / 4 + 1];
        memory[CHUNK / 4] = 1.5f;
        memory[memory.length - 1] = -0.0f;
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    gate.giveShadow(parent, "output", 9, 3 * CHUNK + 4);
                    assertThat(ScriptedGateway.changed(parent))
                            .isEqualTo(
                                    changed(new ByteRange(CHUNK, 2 * CHUNK), new ByteRange(3 * CHUNK, 3 * CHUNK + 4)));
                    ScriptedGateway.expectSpawn(parent, "tree", 1);
                    ByteBuffer shadow = ByteBuffer.wrap(gate.shadow("output")).order(ByteOrder.nativeOrder());
                    assertThat(shadow.getFloat(CHUNK)).isEqualTo(1.5f);
                    parent.spawnDone(0, "");
                });
                HpvmSession session = gateway.session()) {
            session.share("output", memory);
            session.spawn("tree", 1, TaskArguments.NONE).join();
            gateway.awaitEnd();
        }
    }

    private static Changed changed(ByteRange... written) {
        return new Changed("output", List.of(written), List.of());
    }

    @Test
    void tellsInTheNextSpawnWhatHasChangedSinceAndWhatIsZeroAgain() throws Exception {
        double[] memory = new double[3 * CHUNK / 8];
        memory[0] = 1;
        memory[memory.length - 1] = 1;
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    gate.giveShadow(parent, "output", 10, 3 * CHUNK);
                    ScriptedGateway.changed(parent);
                    ScriptedGateway.expectSpawn(parent, "", 0);
                    parent.spawnDone(0, "");
                    assertThat(ScriptedGateway.changed(parent))
                            .isEqualTo(new Changed(
                                    "output",
                                    List.of(new ByteRange(CHUNK, 2 * CHUNK)),
                                    List.of(new ByteRange(2 * CHUNK, 3 * CHUNK))));
                    ScriptedGateway.expectSpawn(parent, "", 0);
                    assertThat(gate.shadow("output")[3 * CHUNK - 2]).isZero();
                    parent.spawnDone(0, "");
                    ScriptedGateway.expectSpawn(parent, "", 0); // nothing has changed: no frame says so
                    parent.spawnDone(0, "");
                });
                HpvmSession session = gateway.session()) {
            session.share("output", memory);
            session.spawn("", 0, TaskArguments.NONE).join();
            memory[CHUNK / 8] = 2;
            memory[memory.length - 1] = 0;
            session.spawn("", 0, TaskArguments.NONE).join();
            session.spawn("", 0, TaskArguments.NONE).join();
            gateway.awaitEnd();
        }
    }

    @Test
    void hasAllMergesInMemoryWhenJoined() throws Exception {
        int[] memory = new int[2 * CHUNK / 4];
        memory[3] = 77;
        ByteBuffer buffer = ByteBuffer.allocateDirect(8);
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    gate.giveShadow(parent, "output", 3, 2 * CHUNK);
                    gate.giveShadow(parent, "bytes", 0, 8);
                    ScriptedGateway.changed(parent);
                    ScriptedGateway.expectSpawn(parent, "", 1);
                    gate.writeShadow("output", CHUNK - 3, (byte) 1, (byte) 2, (byte) 3, (byte) 4);
                    gate.writeShadow("bytes", 5, (byte) 9);
                    parent.merged("output", new ByteRange(CHUNK - 3, CHUNK + 1));
                    parent.merged("bytes", new ByteRange(5, 6));
                    parent.spawnDone(0, "");
                    ScriptedGateway.expectSpawn(parent, "", 1); // what was merged is not a change of the parent's
                    parent.spawnDone(0, "");
                });
                HpvmSession session = gateway.session()) {
            session.share("output", memory);
            session.share("bytes", buffer, ElementType.BYTES);
            session.spawn("", 1, TaskArguments.NONE).join();

            ByteBuffer expected = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
            expected.put(1, new byte[] {1, 2, 3, 4});
            assertThat(memory[CHUNK / 4 - 1]).isEqualTo(expected.getInt(0));
            assertThat(memory[CHUNK / 4]).isEqualTo(expected.getInt(4));
            assertThat(memory[3]).isEqualTo(77);
            assertThat(buffer.get(5)).isEqualTo((byte) 9);
            session.spawn("", 1, TaskArguments.NONE).join();
            gateway.awaitEnd();
        }
    }

    @Test
    void sharesAllocatedMemoryWithoutACopy() throws Exception {
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    gate.giveShadow(parent, "output", 4, 2 * CHUNK);
                    assertThat(ScriptedGateway.changed(parent)).isEqualTo(changed(new ByteRange(0, CHUNK)));
                    ScriptedGateway.expectSpawn(parent, "", 1);
                    gate.writeShadow("output", CHUNK, (byte) 5);
                    parent.merged("output", new ByteRange(CHUNK, CHUNK + 1));
                    parent.spawnDone(0, "");
                    assertThat(ScriptedGateway.changed(parent))
                            .isEqualTo(new Changed("output", List.of(), List.of(new ByteRange(0, CHUNK))));
                    ScriptedGateway.expectSpawn(parent, "", 1);
                    parent.spawnDone(0, "");
                });
                HpvmSession session = gateway.session()) {
            SharedMemory memory = session.allocate("output", ElementType.INT64, 2 * CHUNK / 8);
            ByteBuffer bytes = memory.bytes();
            bytes.putLong(8, 1);
            session.spawn("", 1, TaskArguments.NONE).join();

            assertThat(memory.bytes(CHUNK, CHUNK + 1).get(0)).isEqualTo((byte) 5);
            bytes.putLong(8, 0);
            session.spawn("", 1, TaskArguments.NONE).join();
            gateway.awaitEnd();
        }
    }

    @Test
    void tellsTheGatewayWhatItRefusesItself() throws Exception {
        ByteBuffer memory = ByteBuffer.allocate(8).asReadOnlyBuffer();
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> {
                    Frame failed = parent.expect(8);
                    assertThat(failed.i32()).isEqualTo(ErrorCode.INVALID.status());
                    assertThat(failed.string()).isEqualTo("share");
                    parent.expect(9);
                });
                HpvmSession session = gateway.session()) {
            assertFails(() -> session.share("x", memory, ElementType.BYTES), ErrorCode.INVALID, "read-only");
            gateway.awaitEnd();
        }
    }

    @Test
    void startsAGatewayOfItsOwnAndEndsIt() throws Exception {
        Path ended = directory.resolve("ended");
        Path scripts = Files.createDirectories(directory.resolve("home/scripts"));
        Path program = Files.writeString(
                scripts.resolve("hpvm"),
                "#!/bin/sh\necho " + directory.resolve("socket") + "\ncat > /dev/null\necho $1 > " + ended + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        try (ScriptedGateway gateway = ScriptedGateway.play(directory, (gate, parent) -> parent.expectEnd())) {
            HpvmSession.open(Map.of("HPVM_HOME", directory.resolve("home").toString()))
                    .close();

            gateway.awaitEnd();
            assertThat(ended).hasContent("gateway");
        }
    }

    @Test
    void tellsThatNoGatewayCanBeStarted() throws IOException {
        Map<String, String> environment = Map.of("HPVM_HOME", directory.toString());

        assertFails(
                () -> HpvmSession.open(environment).close(),
                ErrorCode.GATEWAY,
                "there is no such program; set HPVM_HOME");
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, String message) {
        assertThatThrownBy(call)
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        HpvmException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
