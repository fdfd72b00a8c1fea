package org.hpvm.minicluster.junit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hpvm.minicluster.Deadline;

/** Finds what a test left behind, names it, and removes it. */
final class LeakCheck {
    private final List<Watch> watches;

    /** @param watches asked in this order; what ends by the cleaning of one is not held against the test by the next */
    LeakCheck(List<Watch> watches) {
        this.watches = List.copyOf(watches);
    }

    void begin() throws IOException {
        for (Watch watch : watches) {
            watch.begin();
        }
    }

    /** A sentence that names all that is left after each watch's patience; empty if nothing is. */
    Optional<String> end() throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        for (Watch watch : watches) {
            end(watch).ifPresent(faults::add);
        }
        return faults.isEmpty() ? Optional.empty() : Optional.of("left behind: " + String.join("; ", faults));
    }

    private static Optional<String> end(Watch watch) throws IOException, InterruptedException {
        if (Deadline.in(watch.patience()).waitFor(() -> watch.left().isEmpty())) {
            return Optional.empty();
        }
        List<String> left = watch.left();
        watch.clean();
        return left.isEmpty() ? Optional.empty() : Optional.of(watch.kind() + ": " + String.join(", ", left));
    }
}
