package org.hpvm.yarn.stored;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;

/**
 * A share that stands in HDFS, as it is listed.
 *
 * @param program whose it is, where several have shares; empty elsewhere
 * @param order of its elements; empty if that is not known
 * @param version counts its changes
 * @param details what else is known of it, by what it is
 */
public record StoredShare(
        ShareName name,
        String program,
        ElementType type,
        long bytes,
        Optional<ByteOrder> order,
        long version,
        Map<String, String> details) {

    public StoredShare {
        details = new LinkedHashMap<>(details);
    }

    public long elements() {
        return bytes / type.width();
    }

    public String typeText() {
        return type.name().toLowerCase(Locale.ROOT);
    }

    public String orderText() {
        return order.map(known -> known == ByteOrder.BIG_ENDIAN ? "big" : "little")
                .orElse("?");
    }
}
