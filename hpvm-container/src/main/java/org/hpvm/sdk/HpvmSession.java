package org.hpvm.sdk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.hpvm.sdk.gateway.GatewayLink;
import org.hpvm.sdk.gateway.ParentFrames;
import org.hpvm.sdk.gateway.StartedGateway;
import org.hpvm.sdk.memory.CopiedBytes;
import org.hpvm.sdk.memory.MappedBytes;
import org.hpvm.sdk.memory.ProgramMemory;
import org.hpvm.sdk.memory.Shadow;
import org.hpvm.sdk.memory.SharedBytes;

/**
 * A parent program's part in HPVM: it shares memory, spawns tasks and finds what they merged in its memory.
 *
 * <p>What was written to a share before a spawn is what its tasks see; only pieces of 64 KiB that have changed travel.
 * Leave the shares alone until {@link SpawnHandle#join} has returned. Not thread-safe; owned by one thread.
 */
public final class HpvmSession implements AutoCloseable {
    private static final long END_MILLISECONDS = 10_000;

    private final Optional<StartedGateway> started;
    private final GatewayLink link;
    private final Map<String, SharedBytes> shares = new LinkedHashMap<>();
    private Optional<SpawnHandle> spawn = Optional.empty();
    private Optional<Thread> conversation = Optional.empty();

    private HpvmSession(Optional<StartedGateway> started, GatewayLink link) {
        this.started = started;
        this.link = link;
    }

    /**
     * Connects with the gateway that {@code HPVM_GATEWAY} names, or else with one that is started for this session.
     *
     * @throws HpvmException with {@code GATEWAY} if there is none
     */
    public static HpvmSession open() throws HpvmException {
        return open(System.getenv());
    }

    /**
     * Connects with a gateway.
     *
     * @param socket what {@code HPVM_GATEWAY} would name
     * @throws HpvmException with {@code GATEWAY} if it does not answer
     */
    public static HpvmSession connect(Path socket) throws HpvmException {
        return new HpvmSession(Optional.empty(), GatewayLink.connect(socket, program()));
    }

    private static String program() {
        return System.getProperty("sun.java.command", "java").split(" ", 2)[0];
    }

    static HpvmSession open(Map<String, String> environment) throws HpvmException {
        String socket = environment.get("HPVM_GATEWAY");
        if (socket != null) {
            return connect(Path.of(socket));
        }
        StartedGateway gateway = StartedGateway.start(environment);
        try {
            return new HpvmSession(Optional.of(gateway), GatewayLink.connect(gateway.socket(), program()));
        } catch (HpvmException e) {
            close(gateway, "end the gateway that did not answer");
            throw e;
        }
    }

    /**
     * Shares what remains of a buffer.
     *
     * @param memory of native byte order if the elements are wider than a byte, and writable
     * @throws HpvmException with {@code EXISTS} if the name is taken, with {@code INVALID} if the buffer or the name
     *     cannot be used, with {@code NOMEMORY} if there is no room
     */
    public void share(String name, ByteBuffer memory, ElementType type) throws HpvmException {
        try {
            share(name, ProgramMemory.of(memory, type), type);
        } catch (IllegalArgumentException e) {
            throw refusal(ErrorCode.INVALID, "share", "share " + name + ": " + e.getMessage());
        }
    }

    public void share(String name, byte[] memory) throws HpvmException {
        share(name, ProgramMemory.of(memory), ElementType.BYTES);
    }

    public void share(String name, int[] memory) throws HpvmException {
        share(name, ProgramMemory.of(memory), ElementType.INT32);
    }

    public void share(String name, long[] memory) throws HpvmException {
        share(name, ProgramMemory.of(memory), ElementType.INT64);
    }

    public void share(String name, float[] memory) throws HpvmException {
        share(name, ProgramMemory.of(memory), ElementType.FLOAT32);
    }

    public void share(String name, double[] memory) throws HpvmException {
        share(name, ProgramMemory.of(memory), ElementType.FLOAT64);
    }

    private void share(String name, ProgramMemory memory, ElementType type) throws HpvmException {
        create(name, type, memory.size(), false, shadow -> new CopiedBytes(memory, shadow));
    }

    /**
     * Makes memory that is shared without a copy. It is zero at first, and takes no space where it stays zero; under
     * {@code hpvm run --shares} it holds what was kept under its name.
     *
     * @param count elements, 1 or more
     * @throws HpvmException as {@link #share(String, ByteBuffer, ElementType)}
     */
    public SharedMemory allocate(String name, ElementType type, long count) throws HpvmException {
        if (count < 1 || count > Long.MAX_VALUE / type.width()) {
            throw refusal(
                    ErrorCode.INVALID,
                    "allocate",
                    "allocate share " + name + " of " + count + " elements: 1 is the least, "
                            + Long.MAX_VALUE / type.width() + " the most");
        }
        return new SharedMemory(name, type, create(name, type, count * type.width(), true, MappedBytes::new));
    }

    private <T extends SharedBytes> T create(
            String name, ElementType type, long size, boolean isShadow, Function<Shadow, T> bytes)
            throws HpvmException {
        requireIdle("share");
        String path = link.request(ParentFrames.share(name, type, size, isShadow));
        try {
            T made = bytes.apply(Shadow.open(Path.of(path), size));
            shares.put(name, made);
            link.send(ParentFrames.shareMapped(name));
            return made;
        } catch (IOException e) {
            throw HpvmException.of(e, ErrorCode.INTERNAL, "open the shadow of share " + name);
        }
    }

    /**
     * Forgets a share, not the memory.
     *
     * @throws HpvmException with {@code NOSHARE} if there is none of that name
     */
    public void unshare(String name) throws HpvmException {
        requireIdle("unshare");
        link.request(ParentFrames.unshare(name));
        SharedBytes share = shares.remove(name);
        if (share != null) {
            close(share, "close the shadow of share " + name);
        }
    }

    /** As {@link #spawn(String, long, TaskArguments, SpawnOptions)}, without options. */
    public SpawnHandle spawn(String tree, long tasks, TaskArguments arguments) throws HpvmException {
        return spawn(tree, tasks, arguments, SpawnOptions.NONE);
    }

    /**
     * Spawns tasks, with ids from 0. There is one spawn at a time: it must be joined before the next.
     *
     * @param tree a directory, local or in HDFS; empty for the default tree
     * @param arguments called on a thread of the session until the spawn has ended
     * @throws HpvmException with {@code INVALID} if a spawn was not joined yet; what the server finds is told by
     *     {@link SpawnHandle#join}
     */
    public SpawnHandle spawn(String tree, long tasks, TaskArguments arguments, SpawnOptions options)
            throws HpvmException {
        requireIdle("spawn");
        for (Map.Entry<String, SharedBytes> share : shares.entrySet()) {
            tellChanges(share.getKey(), share.getValue());
        }
        String here = Path.of("").toAbsolutePath().toString();
        link.send(ParentFrames.spawn(tree, here, tasks, options.values()));
        SpawnConversation said = new SpawnConversation(link, shares, tasks, arguments);
        Thread thread = new Thread(said, "hpvm-spawn");
        thread.setDaemon(true);
        thread.start();
        SpawnHandle handle = new SpawnHandle(tasks, said);
        spawn.ifPresent(SpawnHandle::replace);
        conversation = Optional.of(thread);
        spawn = Optional.of(handle);
        return handle;
    }

    private void tellChanges(String name, SharedBytes share) throws HpvmException {
        try {
            for (ByteBuffer frame : ParentFrames.changed(name, share.takeChanges())) {
                link.send(frame);
            }
        } catch (IOException e) {
            throw HpvmException.of(e, ErrorCode.NOMEMORY, "bring the shadow of share " + name + " up to date");
        }
    }

    /** The link is the running spawn's: whoever else spoke would be answered with what the spawn waits for. */
    private void requireIdle(String call) throws HpvmException {
        if (spawn.isPresent() && !spawn.get().isJoined()) {
            throw new HpvmException(ErrorCode.INVALID, call + ": the spawn before was not joined yet");
        }
    }

    /** The failure of a call that this end refuses, told to the gateway if no spawn has the link. */
    private HpvmException refusal(ErrorCode code, String call, String message) throws HpvmException {
        requireIdle(call);
        link.send(ParentFrames.failed(code, call, message));
        link.send(ParentFrames.errorSeen());
        return new HpvmException(code, message);
    }

    /** Ends a spawn that is under way, and forgets all shares. */
    @Override
    public void close() throws HpvmException {
        close(link, "close the link to the gateway");
        try {
            if (conversation.isPresent()) {
                conversation.get().join(END_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Map.Entry<String, SharedBytes> share : shares.entrySet()) {
            close(share.getValue(), "close the shadow of share " + share.getKey());
        }
        shares.clear();
        if (started.isPresent()) {
            close(started.get(), "end the gateway");
        }
    }

    private static void close(Closeable open, String doing) throws HpvmException {
        try {
            open.close();
        } catch (IOException e) {
            throw HpvmException.of(e, ErrorCode.INTERNAL, doing);
        }
    }
}
