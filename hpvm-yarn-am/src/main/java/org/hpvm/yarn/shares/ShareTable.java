package org.hpvm.yarn.shares;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.share.BaseFile;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;
import org.hpvm.proto.client.CreateShareRequest;
import org.hpvm.proto.journal.ShareCompacted;
import org.hpvm.proto.journal.ShareCreated;
import org.hpvm.proto.share.ShareMessage;

/**
 * The shares of an application by number. A number is never used again; a name may be, and clients do not see one
 * another's names. Not thread-safe.
 */
public final class ShareTable {
    private final Map<Integer, Share> byNumber = new LinkedHashMap<>();
    private final Map<Integer, Integer> ownerByNumber = new HashMap<>();
    private final Map<Asked, Integer> numberByRequest = new HashMap<>();
    private final JournalRecords records = new JournalRecords();
    private final List<Path> formerBases = new ArrayList<>();
    private int made;

    /** Says what a new share will be; it exists once {@link #add} is called. */
    public ShareCreated plan(CreateShareRequest request) throws HpvmException {
        ShareName name;
        ElementType type;
        try {
            name = new ShareName(request.getName());
            type = ElementType.ofNumber(request.getType());
        } catch (IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.INVALID, "create a share: " + e.getMessage(), e);
        }
        if (request.getSize() < 1) {
            throw new HpvmException(
                    ErrorCode.INVALID, "create share " + name + ": a size of " + request.getSize() + " bytes");
        }
        if (of(request.getClient()).stream().anyMatch(share -> share.name().equals(name))) {
            throw new HpvmException(ErrorCode.EXISTS, "create share " + name + ": there is one of that name");
        }
        return ShareCreated.newBuilder()
                .setShare(ShareMessage.newBuilder()
                        .setNumber(made + 1)
                        .setName(name.text())
                        .setType(type.number())
                        .setSize(request.getSize())
                        .setByteOrder(request.getByteOrder()))
                .setRequest(request.getRequest())
                .setOwner(request.getClient())
                .build();
    }

    /** Makes a share. */
    public void add(ShareCreated created) {
        ShareMessage planned = created.getShare();
        Share share = new Share(
                planned.getNumber(),
                new ShareName(planned.getName()),
                ElementType.ofNumber(planned.getType()),
                planned.getSize(),
                planned.getByteOrder());
        made = Math.max(made, share.number());
        byNumber.put(share.number(), share);
        ownerByNumber.put(share.number(), created.getOwner());
        if (created.getRequest() != 0) {
            numberByRequest.put(new Asked(created.getOwner(), created.getRequest()), share.number());
        }
    }

    /** The share that a request of a client has made before, if it has and the share was not dropped since. */
    public Optional<Share> ofRequest(int owner, long request) {
        return Optional.ofNullable(numberByRequest.get(new Asked(owner, request)))
                .map(byNumber::get);
    }

    /** Whether there was a share of that number which is gone. */
    public boolean isDropped(int number) {
        return number >= 1 && number <= made && !byNumber.containsKey(number);
    }

    /** The shares of one client. */
    public List<Share> of(int owner) {
        return byNumber.values().stream()
                .filter(share -> ownerByNumber.getOrDefault(share.number(), 0) == owner)
                .toList();
    }

    /** The shares of all clients. */
    public List<Share> all() {
        return List.copyOf(byNumber.values());
    }

    /** Whose a share is. */
    public int owner(Share share) {
        return ownerByNumber.getOrDefault(share.number(), 0);
    }

    /** The records of shares that stand in the journal. */
    public JournalRecords records() {
        return records;
    }

    /** The share whose rewriting as one file is due first, if one is. */
    public Optional<Share> worn(long leastWrittenBytes) {
        return byNumber.values().stream()
                .filter(share -> share.wear().isTooMuch(leastWrittenBytes))
                .findFirst();
    }

    /** Whether {@link #compacted} would make a difference. */
    public boolean mayCompact(int number, long version) {
        Share share = byNumber.get(number);
        return share != null && share.mayCompact(version);
    }

    /** A version of a share is a file now. If the share has gone other ways since, that file is needed by nobody. */
    public void compacted(ShareCompacted compacted) {
        BaseFile base = ShareMessages.base(compacted.getBase());
        Share share = byNumber.get(compacted.getNumber());
        if (share == null || !share.compact(compacted.getVersion(), base)) {
            formerBases.add(base.path());
        }
    }

    /** The bases that were replaced since this was asked last. */
    List<Path> takeFormerBases() {
        List<Path> taken = new ArrayList<>(formerBases);
        formerBases.clear();
        byNumber.values().forEach(share -> taken.addAll(share.takeFormerBases()));
        return taken;
    }

    /** Whether a file is the base of a share. */
    public boolean isBase(Path path) {
        return byNumber.values().stream()
                .map(share -> share.current().base())
                .anyMatch(base -> base != null && base.path().equals(path));
    }

    /** Forgets the steps to versions that have been a file for a while. */
    void forgetSteps() {
        byNumber.values().forEach(Share::forgetSteps);
    }

    /** The clients that have shares. */
    public Set<Integer> owners() {
        return Set.copyOf(ownerByNumber.values());
    }

    /** Forgets a share; spawns that see it keep it. */
    public void drop(int number) {
        Share dropped = byNumber.remove(number);
        if (dropped != null) {
            dropped.end();
            formerBases.addAll(dropped.takeFormerBases());
        }
        numberByRequest.values().removeIf(known -> known == number);
        ownerByNumber.remove(number);
    }

    /**
     * A client's share by its number.
     *
     * @throws HpvmException with {@link ErrorCode#NOSHARE}
     */
    public Share get(int number, int owner) throws HpvmException {
        Share share = byNumber.get(number);
        if (share == null || ownerByNumber.getOrDefault(number, 0) != owner) {
            throw new HpvmException(
                    ErrorCode.NOSHARE, "find share number " + number + ": it was never made or is dropped");
        }
        return share;
    }
}
