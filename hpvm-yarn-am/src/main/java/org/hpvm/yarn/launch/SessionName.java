package org.hpvm.yarn.launch;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a session: an application whose server serves one parent after the other, or several at once.
 *
 * @param text of lower case letters, digits and {@code . _ -}, at most 64: YARN knows a session by a tag, which is in
 *     lower case
 */
public record SessionName(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final String VARIABLE = "HPVM_SESSION_NAME";
    private static final String TAG = "hpvm-session-";

    public SessionName {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text.replaceAll("\\p{Cntrl}", "?")
                    + "\" is no name of a session: lower case letters, digits and . _ - make one, 64 at most");
        }
    }

    /** The session that a server's environment names; empty if it serves one parent only. */
    public static Optional<SessionName> of(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE)).map(SessionName::new);
    }

    /** The session of an application that YARN gives this tag. */
    public static Optional<SessionName> ofTag(String tag) {
        return tag.startsWith(TAG) ? Optional.of(new SessionName(tag.substring(TAG.length()))) : Optional.empty();
    }

    public String tag() {
        return TAG + text;
    }

    /** As variables, for {@link #of}. */
    public Map<String, String> variables() {
        return Map.of(VARIABLE, text);
    }

    @Override
    public String toString() {
        return text;
    }
}
