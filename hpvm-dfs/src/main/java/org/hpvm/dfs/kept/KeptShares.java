package org.hpvm.dfs.kept;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.file.CommitOutcome;
import org.hpvm.dfs.file.Publication;
import org.hpvm.dfs.share.BaseFile;
import org.hpvm.dfs.share.BaseWriter;
import org.hpvm.dfs.share.ByteSource;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;

/**
 * A directory of kept shares: each is a file that holds its bytes and nothing else, and a description beside it. The
 * description comes last, so a file without one was not written to its end.
 */
public record KeptShares(FileSystem files, Path directory) {
    /** No share's name holds an {@code @}, and Hadoop's input formats pass over names that begin with {@code _}. */
    private static final String BEFORE = "_";

    private static final String AFTER = "@share.json";
    private static final int MOST_DESCRIPTION_BYTES = 64 << 20;

    /** What a share is, before its bytes were read. */
    public record Subject(ShareName name, ElementType type, long bytes, java.nio.ByteOrder order, long version) {}

    /** Where a share's bytes are. */
    public Path file(ShareName name) {
        return new Path(directory, name.text());
    }

    private Path description(ShareName name) {
        return new Path(directory, BEFORE + name.text() + AFTER);
    }

    /** All of them, by name. */
    public List<KeptShare> list() throws IOException {
        List<KeptShare> shares = new ArrayList<>();
        for (FileStatus status : files.listStatus(directory)) {
            String name = status.getPath().getName();
            if (name.startsWith(BEFORE) && name.endsWith(AFTER)) {
                shares.add(read(status.getPath()));
            }
        }
        shares.sort(Comparator.comparing(share -> share.name().text()));
        return shares;
    }

    /** One of them; empty if there is none of that name. */
    public Optional<KeptShare> find(ShareName name) throws IOException {
        return files.exists(description(name)) ? Optional.of(read(description(name))) : Optional.empty();
    }

    /**
     * The file of a share that was found.
     *
     * @throws HpvmException with {@link ErrorCode#CHECKSUM} if it cannot be what was described
     */
    public BaseFile base(KeptShare share) throws IOException {
        Path path = file(share.name());
        long found;
        try {
            found = files.getFileStatus(path).getLen();
        } catch (FileNotFoundException e) {
            throw new HpvmException(
                    ErrorCode.CHECKSUM,
                    "read share " + share.name() + ": " + path + " is gone, and its description is not",
                    e);
        }
        if (found != share.bytes()) {
            throw new HpvmException(
                    ErrorCode.CHECKSUM,
                    "read share " + share.name() + ": " + path + " has " + found + " bytes, and its description says "
                            + share.bytes());
        }
        return new BaseFile(path, share.bytes(), share.checksums());
    }

    /**
     * Keeps a share, in the place of one of that name if there is one.
     *
     * @throws HpvmException if it could not be written, or it is not known whether it was
     */
    public KeptShare keep(Subject subject, ByteSource source) throws IOException {
        Path aside = new Path(directory, BEFORE + "tmp-" + UUID.randomUUID());
        try {
            BaseFile written = new BaseWriter(files).write(source, subject.bytes(), aside);
            KeptShare kept = new KeptShare(
                    subject.name(),
                    subject.type(),
                    subject.bytes(),
                    subject.order(),
                    subject.version(),
                    written.checksums());
            files.delete(description(subject.name()), false);
            files.delete(file(subject.name()), false);
            if (!files.rename(aside, file(subject.name()))) {
                throw new HpvmException(
                        ErrorCode.EXISTS,
                        "keep share " + subject.name() + ": somebody else has made " + file(subject.name()));
            }
            describe(kept);
            return kept;
        } finally {
            files.delete(aside, false);
        }
    }

    private void describe(KeptShare kept) throws IOException {
        byte[] text = KeptShareJson.text(kept).getBytes(StandardCharsets.UTF_8);
        String doing = "describe share " + kept.name() + " in " + directory;
        CommitOutcome outcome = Publication.publish(files, description(kept.name()), out -> out.write(text));
        Optional<HpvmException> failure = outcome.match(
                committed -> Optional.empty(),
                conflict -> Optional.of(
                        new HpvmException(ErrorCode.EXISTS, doing + ": somebody else has kept one of that name")),
                unknown -> Optional.of(new HpvmException(ErrorCode.UNKNOWN, doing, unknown.why())));
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private KeptShare read(Path description) throws IOException {
        try (FSDataInputStream in = files.open(description)) {
            return KeptShareJson.parse(new String(in.readNBytes(MOST_DESCRIPTION_BYTES), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.CHECKSUM, "read " + description + ": " + e.getMessage(), e);
        }
    }
}
