package org.hpvm.yarn.gateway;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.hpvm.error.HpvmException;

/**
 * The first failed call of which the program has not asked the sentence: a program that looks at no error must not end
 * as if all were well. Thread-safe.
 */
public final class UnseenFailure {
    private final AtomicReference<HpvmException> first = new AtomicReference<>();

    void note(HpvmException failure) {
        first.compareAndSet(null, failure);
    }

    void clear() {
        first.set(null);
    }

    public Optional<HpvmException> get() {
        return Optional.ofNullable(first.get());
    }
}
