package org.hpvm.container.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.kernel.LeafPath;
import org.hpvm.container.wire.FrameBuilder;

/** Writes shell scripts that speak as workers do: without reading what the agent sends, but in the order it waits. */
final class ScriptedWorker {
    private static final String PREFIX = "#!/bin/sh\nset -e\n";

    private final Path directory;
    private final StringBuilder script = new StringBuilder(PREFIX);
    private int frames;

    /** @param directory where frames are kept; kernels go into its folder {@code root/kernels} */
    ScriptedWorker(Path directory) {
        this.directory = directory;
    }

    static FrameBuilder results() {
        return new FrameBuilder(3).u8(0);
    }

    static FrameBuilder run(long first, int count) {
        return results().u8(1).i64(first).i32(count);
    }

    ScriptedWorker hello() throws IOException {
        return say(new FrameBuilder(1)
                .i32(0x4D565048)
                .u16(1)
                .u8(1)
                .u8(8)
                .u8(8)
                .u8(0)
                .i32(4096)
                .string("sh"));
    }

    ScriptedWorker say(FrameBuilder frame) throws IOException {
        ByteBuffer wire = frame.build();
        byte[] bytes = new byte[wire.remaining()];
        wire.get(bytes);
        Path file = Files.createTempFile(directory, "frame" + frames++, "");
        Files.write(file, bytes);
        return then("cat " + file);
    }

    /** Reads the welcome and writes into the ring which task runs, with the ring's path in {@code $ring}. */
    ScriptedWorker begin(long task) {
        then("set -- $(dd bs=1 count=12 2>/dev/null | od -An -tu1 -j8)");
        then("ring=$(dd bs=1 count=$1 2>/dev/null)");
        return then("printf '\\" + Long.toOctalString(task + 1)
                + "\\0\\0\\0\\0\\0\\0\\0' | dd of=$ring bs=1 seek=8 conv=notrunc 2>/dev/null");
    }

    /** After {@link #begin}: reads a spawn and a frame of tasks without arguments, then makes a file. */
    ScriptedWorker mark(Path file) {
        then("dd bs=1 count=39 of=/dev/null 2>/dev/null");
        return then("touch " + file);
    }

    ScriptedWorker then(String command) {
        script.append(command).append('\n');
        return this;
    }

    /** Stores the script as the leaf of a place; the next commands begin another script. */
    Leaf store(String place) throws IOException {
        byte[] bytes = script.toString().getBytes(StandardCharsets.UTF_8);
        script.setLength(PREFIX.length());
        String digest;
        try {
            digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        Path kernels = Files.createDirectories(directory.resolve("root/kernels"));
        Files.write(kernels.resolve(digest), bytes);
        return new Leaf(LeafPath.parse(place), digest, bytes.length);
    }
}
