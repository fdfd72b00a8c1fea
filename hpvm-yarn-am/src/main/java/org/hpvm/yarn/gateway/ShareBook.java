package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.container.image.ImagePlaces;
import org.hpvm.container.memory.AnonymousFile;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;

/** The shares of one parent, by name. Not thread-safe; owned by the parent's session. */
final class ShareBook implements AutoCloseable {
    private final ImagePlaces places;
    private final Map<String, LocalShare> byName = new LinkedHashMap<>();

    ShareBook(ImagePlaces places) {
        this.places = places;
    }

    /**
     * Makes a share of zeros.
     *
     * @throws HpvmException if the name or size is impossible, the name taken, or there is no room for it
     */
    LocalShare share(String name, int type, long size) throws IOException {
        ShareName wanted;
        ElementType elements;
        try {
            wanted = new ShareName(name);
            elements = ElementType.ofNumber(type);
        } catch (IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.INVALID, "share memory: " + e.getMessage(), e);
        }
        if (size < 1) {
            throw new HpvmException(
                    ErrorCode.INVALID, "share memory as " + wanted + ": a size of " + size + " bytes; 1 is the least");
        }
        if (size % elements.width() != 0) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "share memory as " + wanted + ": " + size + " bytes are no whole number of elements of "
                            + elements.width() + " bytes; the size counts bytes");
        }
        if (byName.containsKey(name)) {
            throw new HpvmException(
                    ErrorCode.EXISTS, "share memory as " + wanted + ": that name is shared already; unshare it first");
        }
        AnonymousFile shadow = places.create(name, new ByteSize(size));
        shadow.resize(size);
        LocalShare share = new LocalShare(wanted, elements, size, shadow);
        byName.put(name, share);
        return share;
    }

    /** Forgets a share and says which one it was. */
    LocalShare unshare(String name) throws IOException {
        LocalShare share = get(name);
        byName.remove(name);
        share.close();
        return share;
    }

    LocalShare get(String name) throws HpvmException {
        LocalShare share = byName.get(name);
        if (share == null) {
            throw new HpvmException(
                    ErrorCode.NOSHARE,
                    "find share \"" + name.replaceAll("\\p{Cntrl}", "?") + "\": this program shares "
                            + (byName.isEmpty() ? "nothing" : String.join(", ", byName.keySet())));
        }
        return share;
    }

    Optional<LocalShare> find(int number) {
        return byName.values().stream()
                .filter(share -> share.number() == number)
                .findFirst();
    }

    List<LocalShare> all() {
        return new ArrayList<>(byName.values());
    }

    @Override
    public void close() throws IOException {
        for (LocalShare share : byName.values()) {
            share.close();
        }
        byName.clear();
    }
}
