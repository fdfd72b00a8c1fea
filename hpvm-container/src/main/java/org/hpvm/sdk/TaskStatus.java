package org.hpvm.sdk;

/**
 * What a task of a spawn is doing.
 *
 * @param attempts how often it has failed, and once more if it is leased or done
 * @param machine friendly name of where it is, or was last; empty if it was nowhere
 * @param leaf empty while that is not known
 * @param cause how it failed first; empty if it has not
 */
public record TaskStatus(State state, int attempts, String machine, String leaf, String cause) {

    /** Where a task is; the numbers are those of the parent protocol. */
    public enum State {
        /** It waits for a machine, or for its arguments. */
        WAITING(0),
        /** A machine has it, and runs it now or soon. */
        LEASED(1),
        DONE(2),
        /** It has failed as often as it may. */
        FAILED(3);

        private final int number;

        State(int number) {
            this.number = number;
        }

        /**
         * The state of a number.
         *
         * @throws IllegalArgumentException if no state has it
         */
        public static State ofNumber(int number) {
            for (State state : values()) {
                if (state.number == number) {
                    return state;
                }
            }
            throw new IllegalArgumentException("there is no state of a task of number " + number);
        }
    }
}
