package org.hpvm.dfs.layout;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.file.CommitOutcome;
import org.hpvm.dfs.file.Publication;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * Where one attempt of the server listens for agents. Each attempt publishes its own, in a file named by its epoch, so
 * that agents of the attempt before find it.
 *
 * @param epoch counts the attempts from 1
 */
public record ServerAddress(long epoch, String host, int port) {
    private static final int MOST_BYTES = 512;

    public ServerAddress {
        if (epoch < 1 || port < 1 || port > 65535) {
            throw new IllegalArgumentException("no address of a server: epoch " + epoch + ", port " + port);
        }
    }

    public InetSocketAddress socketAddress() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    /**
     * Makes the address known.
     *
     * @throws HpvmException if another server has published one for the same epoch, or it cannot be known whether ours
     *     was
     */
    public void publish(FileSystem files, ApplicationDirectory directory) throws IOException {
        Path path = new Path(directory.epochs(), Long.toString(epoch));
        CommitOutcome outcome = Publication.publish(
                files, path, out -> out.write((host + ":" + port).getBytes(StandardCharsets.UTF_8)));
        Optional<HpvmException> failure = outcome.match(
                committed -> Optional.empty(),
                conflict -> Optional.of(new HpvmException(
                        ErrorCode.REFUSED,
                        "publish the address of attempt " + epoch + " as " + path + ": another has done so")),
                unknown -> Optional.of(new HpvmException(
                        ErrorCode.UNKNOWN, "publish the address of attempt " + epoch + " as " + path, unknown.why())));
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** That of the newest attempt; empty if none has published one yet. */
    public static Optional<ServerAddress> newest(FileSystem files, ApplicationDirectory directory) throws IOException {
        long newest = 0;
        try {
            for (FileStatus status : files.listStatus(directory.epochs())) {
                String name = status.getPath().getName();
                newest = Math.max(newest, name.matches("[0-9]{1,18}") ? Long.parseLong(name) : 0);
            }
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
        return newest == 0
                ? Optional.empty()
                : Optional.of(read(files, new Path(directory.epochs(), Long.toString(newest)), newest));
    }

    private static ServerAddress read(FileSystem files, Path path, long epoch) throws IOException {
        String text;
        try (FSDataInputStream in = files.open(path)) {
            text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new HpvmException(
                    ErrorCode.CHECKSUM, "read the server's address in " + path + ": found \"" + text + "\"");
        }
        return new ServerAddress(epoch, text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
