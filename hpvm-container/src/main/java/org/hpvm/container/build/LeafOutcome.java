package org.hpvm.container.build;

import java.time.Duration;
import java.util.List;

/** What became of one leaf of a build. */
public sealed interface LeafOutcome {
    <T> T match(Cases<T> cases);

    /** One function for each outcome. */
    interface Cases<T> {
        T built(Built built);

        T upToDate(UpToDate upToDate);

        T missing(Missing missing);

        T failed(Failed failed);
    }

    /**
     * It was compiled.
     *
     * @param warnings what the compiler said nevertheless; may be empty
     */
    record Built(Duration took, String warnings) implements LeafOutcome {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.built(this);
        }
    }

    /** It is there, made from the same content by the same compiler. */
    record UpToDate() implements LeafOutcome {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.upToDate(this);
        }
    }

    /**
     * No compiler for it works on this machine.
     *
     * @param packages what brings one, if that is known
     */
    record Missing(String reason, List<String> packages) implements LeafOutcome {
        public Missing {
            packages = List.copyOf(packages);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.missing(this);
        }
    }

    /**
     * The compiler refused the source. An older leaf at its place was removed: it would run code that the others have
     * no more.
     */
    record Failed(String said) implements LeafOutcome {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.failed(this);
        }
    }
}
