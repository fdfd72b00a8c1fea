package org.hpvm.container.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.container.worker.WorkerMessage.ShareMode;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.model.ElementType;
import org.jspecify.annotations.Nullable;

/**
 * The shares of one machine, each fetched once whatever number of workers ask, and brought up to date from spawn to
 * spawn by what has changed. A share is kept in each byte order that some worker has. Thread-safe.
 */
public final class ShareImages implements AutoCloseable {
    private final ShareSource source;
    private final ImagePlaces places;
    private final AtomicLong generations = new AtomicLong();
    private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

    /**
     * What identifies the images of a share.
     *
     * @param isSwapped whether its elements are in the byte order that is not the parent's
     */
    private record Key(String name, boolean isSwapped) {}

    /** The images of one key; its monitor guards them, so that one worker fetches and the others wait for it. */
    private static final class Slot {
        private final List<Image> images = new ArrayList<>();
        private final Map<Long, Ready> readyBySpawn = new HashMap<>();
    }

    private record Ready(Image image, int number, ElementType type, long size) {}

    public ShareImages(ShareSource source, ImagePlaces places) {
        this.source = source;
        this.places = places;
    }

    /**
     * A share as a worker may map it, fetched if it is not here.
     *
     * @param isSwapped whether the worker's byte order is not the parent's
     * @throws org.hpvm.error.HpvmException if there is no such share, or no room for it
     */
    public ShareView view(long spawn, String name, ShareMode mode, boolean isSwapped) throws IOException {
        Slot slot = slots.computeIfAbsent(new Key(name, isSwapped), unused -> new Slot());
        synchronized (slot) {
            Ready ready = slot.readyBySpawn.get(spawn);
            if (ready == null) {
                ready = prepare(slot, spawn, name, isSwapped);
                slot.readyBySpawn.put(spawn, ready);
            }
            Image.Mapped mapped = mode == ShareMode.SHARED
                    ? ready.image().writable(spawn)
                    : ready.image().readable();
            return new ShareView(
                    ready.number(),
                    ready.type(),
                    ready.size(),
                    mapped.generation(),
                    mapped.file().path().toString());
        }
    }

    private Ready prepare(Slot slot, long spawn, String name, boolean isSwapped) throws IOException {
        Image image = reusable(slot, spawn);
        ShareSource.Content content =
                source.describe(spawn, name, Optional.ofNullable(image).map(Image::held));
        if (image != null && image.number() != content.number()) {
            drop(slot, image);
            image = null;
        }
        if (image == null) {
            image = new Image(content.number(), name, content.size(), places, generations::incrementAndGet);
            slot.images.add(image);
        } else if (!content.isDifference()) {
            image.clear();
        }
        image.use(spawn);
        ShareTarget target = image.target();
        boolean turns = isSwapped && content.type().width() > 1;
        try {
            source.read(
                    content, turns ? new SwappingTarget(target, content.type().width()) : target);
            image.setVersion(content.version().number());
        } catch (IOException e) {
            drop(slot, image);
            throw e;
        }
        return new Ready(image, content.number(), content.type(), content.size());
    }

    private static void drop(Slot slot, Image image) throws IOException {
        slot.images.remove(image);
        image.close();
    }

    /** The newest image that no other spawn may be reading. */
    private static @Nullable Image reusable(Slot slot, long spawn) {
        Image newest = null;
        for (Image image : slot.images) {
            if (!image.isUsedByOthersThan(spawn) && (newest == null || image.version() > newest.version())) {
                newest = image;
            }
        }
        return newest;
    }

    /** Says that no task of the spawn runs here any more. */
    public void release(long spawn) throws IOException {
        for (Slot slot : slots.values()) {
            synchronized (slot) {
                slot.readyBySpawn.remove(spawn);
                slot.images.forEach(image -> image.release(spawn));
                closeForgotten(slot);
            }
        }
    }

    /** Says that the parent shares it no more: its images go once no spawn uses them. */
    public void drop(int number) throws IOException {
        for (Slot slot : slots.values()) {
            synchronized (slot) {
                slot.images.stream().filter(image -> image.number() == number).forEach(Image::drop);
                closeForgotten(slot);
            }
        }
    }

    private static void closeForgotten(Slot slot) throws IOException {
        for (Image image : List.copyOf(slot.images)) {
            if (image.isForgotten()) {
                drop(slot, image);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Slot slot : slots.values()) {
            synchronized (slot) {
                for (Image image : slot.images) {
                    image.close();
                }
                slot.images.clear();
            }
        }
    }
}
