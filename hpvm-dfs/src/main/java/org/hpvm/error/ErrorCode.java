package org.hpvm.error;

/**
 * What went wrong, as something to act on. The same table, with the same numbers, is {@code HPVM_ERRORS} in
 * {@code hpvm.h}; a test compares the two.
 *
 * <p>Whether to try again: {@link #UNAVAILABLE} here and later; {@link #CHECKSUM} from another replica;
 * {@link #UNKNOWN} only after reading back; every other code would fail the same way again.
 */
public enum ErrorCode {
    INVALID(1, "the request can never succeed as written"),
    EXISTS(2, "a share of that name exists already"),
    NOSHARE(3, "there is no share of that name"),
    RANGE(4, "the positions lie outside the share"),
    NOMEMORY(5, "it does not fit in the memory there is"),
    TREE(6, "the kernel tree cannot be used"),
    NOMACHINE(7, "no machine of the cluster can run a leaf of the tree"),
    UNAVAILABLE(8, "YARN or HDFS did not answer; trying again may help"),
    REFUSED(9, "the cluster refused the request"),
    TASK(10, "a task failed"),
    CONFLICT(11, "two operations on the same bytes contradict each other"),
    CHECKSUM(12, "the bytes found are not the bytes that were written"),
    UNKNOWN(13, "it may or may not have happened; read back before trying again"),
    GATEWAY(14, "the link to the server is lost"),
    CANCELLED(15, "the work was cancelled"),
    INTERNAL(16, "HPVM itself failed; please report it");

    private final int number;
    private final String meaning;

    ErrorCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The code as the C interface returns it: negative. */
    public int status() {
        return -number;
    }

    /** One line, without a full stop. */
    public String meaning() {
        return meaning;
    }

    /**
     * The code behind a status that crossed a wire.
     *
     * @param status a negative number; one that this version does not know reads as {@link #INTERNAL}
     */
    public static ErrorCode ofStatus(int status) {
        for (ErrorCode code : values()) {
            if (code.status() == status) {
                return code;
            }
        }
        return INTERNAL;
    }
}
