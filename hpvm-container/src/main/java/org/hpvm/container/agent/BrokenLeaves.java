package org.hpvm.container.agent;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hpvm.container.kernel.Leaf;

/** The leaves that have turned out not to run on this machine: no later spawn tries them again. Thread-safe. */
final class BrokenLeaves {
    private final Map<String, String> reasonBySha256 = new ConcurrentHashMap<>();

    void add(Leaf leaf, String reason) {
        reasonBySha256.putIfAbsent(leaf.sha256(), reason);
    }

    Optional<String> reason(Leaf leaf) {
        return Optional.ofNullable(reasonBySha256.get(leaf.sha256()));
    }
}
