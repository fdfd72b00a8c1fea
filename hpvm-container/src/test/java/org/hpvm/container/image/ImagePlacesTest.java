package org.hpvm.container.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hpvm.container.memory.AnonymousFile;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePlacesTest {
    private static final ByteSize SMALL = new ByteSize(4096);

    @TempDir
    private Path memory;

    @TempDir
    private Path disk;

    @Test
    void takesMemoryWhileThereIsRoom() throws IOException {
        try (AnonymousFile file = new ImagePlaces(memory, 0.5, disk).create("field", SMALL)) {
            assertThat(Files.readSymbolicLink(file.path()).toString()).startsWith(memory.toString());
        }
    }

    @Test
    void takesTheDiskForWhatMemoryHasNoRoomFor() throws IOException {
        try (AnonymousFile file = new ImagePlaces(memory, 0, disk).create("field", SMALL)) {
            assertThat(Files.readSymbolicLink(file.path()).toString()).startsWith(disk.toString());
        }
    }

    @Test
    void takesTheDiskOnAMachineWithoutMemoryFiles() throws IOException {
        ImagePlaces places = new ImagePlaces(memory.resolve("missing"), 1, disk);
        try (AnonymousFile file = places.create("field", SMALL)) {
            assertThat(file.channel().write(ByteBuffer.allocate(1))).isEqualTo(1);
            assertThat(Files.readSymbolicLink(file.path()).toString()).startsWith(disk.toString());
        }
    }

    @Test
    void refusesWithTheFiguresWhatFitsNowhere() {
        ImagePlaces places = new ImagePlaces(memory, 0.5, disk);

        assertThatThrownBy(() -> places.create("field", new ByteSize(1L << 60)))
                .isInstanceOfSatisfying(
                        HpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOMEMORY))
                .hasMessageContaining("map share field of " + new ByteSize(1L << 60) + ": " + memory + " has room for ")
                .hasMessageContaining(disk + " for ");
    }
}
