package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.hpvm.container.image.SwappingTarget;
import org.hpvm.dfs.file.HdfsPatience;
import org.hpvm.dfs.kept.KeptShare;
import org.hpvm.dfs.kept.KeptShares;
import org.hpvm.dfs.share.BaseFile;
import org.hpvm.dfs.share.ShareReader;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * Kept shares that a parent begins with. They go into memory that is made as a share; memory that a program had before
 * it shared it is the program's to fill.
 */
final class GivenShares {
    private final KeptShares kept;
    private final Consumer<String> notices;
    private final ShareReader reader;

    /** @param workers read; they are not shut down here */
    GivenShares(KeptShares kept, ExecutorService workers, Consumer<String> notices) {
        this.kept = kept;
        this.notices = notices;
        this.reader = new ShareReader(
                kept.files(),
                segment -> {
                    throw new IllegalStateException("a kept share has no segment");
                },
                workers);
    }

    /**
     * Fills a new share with what was kept under its name, if that is there.
     *
     * @param isShadow whether the shadow is the program's memory
     * @param order of the parent
     * @throws HpvmException if what was kept has another type or size
     */
    void fill(LocalShare share, boolean isShadow, ByteOrder order) throws IOException {
        Optional<KeptShare> found = kept.find(share.name());
        if (found.isEmpty()) {
            return;
        }
        KeptShare given = found.get();
        if (!isShadow) {
            notices.accept("share " + share.name() + " begins with what the program's memory holds, and not with what "
                    + kept.directory() + " has: only memory of hpvm_alloc, in Java of allocate, does");
            return;
        }
        if (given.type() != share.type() || given.bytes() != share.size()) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "share memory as " + share.name() + ": the program wants "
                            + sentence(share.size() / share.type().width(), share.type()) + ", and "
                            + kept.directory() + " has " + sentence(given.elements(), given.type())
                            + " of that name");
        }
        int width = share.type().width();
        ShareTarget plain = ShareTarget.of(share.shadow().channel());
        ShareTarget target = given.order() == order || width == 1 ? plain : new SwappingTarget(plain, width);
        BaseFile base = kept.base(given);
        HdfsPatience.USUAL.run(() -> reader.read(base, target));
    }

    private static String sentence(long elements, Enum<?> type) {
        return elements + " elements of " + type.name().toLowerCase(Locale.ROOT);
    }
}
