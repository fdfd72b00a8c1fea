package org.hpvm.yarn.sweep;

import java.time.Duration;
import java.util.List;

/**
 * Decides what in HDFS nobody needs any more. What belongs to an application that lives, or of which that cannot be
 * told, is never removed.
 *
 * @param youth something whose owner YARN does not know may be that of an application that is just being submitted, for
 *     so long
 * @param disuse an upload that was not used for so long is removed, if no application is there that might use it
 */
public record Broom(Duration youth, Duration disuse) {

    /** Decides of everything that was found, in its order. */
    public List<Verdict> judge(List<Found> all) {
        boolean isAnyAlive =
                all.stream().filter(found -> found.kind() != Found.Kind.UPLOAD).anyMatch(found -> !isGone(found));
        return all.stream()
                .map(found -> found.kind() == Found.Kind.UPLOAD ? upload(found, isAnyAlive) : owned(found))
                .toList();
    }

    private Verdict owned(Found found) {
        boolean isYoung = found.owner() == Owner.FORGOTTEN && !isGone(found);
        return new Verdict(
                found,
                isGone(found),
                isYoung
                        ? "its application may be about to be submitted"
                        : "its application " + found.owner().sentence());
    }

    private boolean isGone(Found found) {
        return switch (found.owner()) {
            case OVER -> true;
            case FORGOTTEN -> found.age().compareTo(youth) > 0;
            case LIVES, UNDECIDABLE -> false;
        };
    }

    private Verdict upload(Found found, boolean isAnyAlive) {
        String unused = "was not used for " + found.age().toDays() + " days";
        if (found.age().compareTo(disuse) <= 0) {
            return new Verdict(found, false, "it may be used again: it " + unused);
        }
        return new Verdict(
                found, !isAnyAlive, isAnyAlive ? "it " + unused + ", but an application might use it" : "it " + unused);
    }
}
