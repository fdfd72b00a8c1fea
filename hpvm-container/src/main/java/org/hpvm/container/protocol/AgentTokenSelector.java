package org.hpvm.container.protocol;

import java.util.Collection;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hadoop.security.token.TokenSelector;
import org.jspecify.annotations.Nullable;

/** Finds the token for agents among those of a process. There is one at most, whatever address the server has now. */
public final class AgentTokenSelector implements TokenSelector<AgentTokenIdentifier> {

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Token<AgentTokenIdentifier> selectToken(
            Text service, Collection<Token<? extends TokenIdentifier>> tokens) {
        for (Token<? extends TokenIdentifier> token : tokens) {
            if (token.getKind().equals(AgentTokenIdentifier.KIND)) {
                return (Token<AgentTokenIdentifier>) token;
            }
        }
        return null;
    }
}
