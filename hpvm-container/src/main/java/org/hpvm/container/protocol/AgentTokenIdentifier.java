package org.hpvm.container.protocol;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.TokenIdentifier;

/** Names an agent by the container that it runs in. */
public final class AgentTokenIdentifier extends TokenIdentifier {
    public static final Text KIND = new Text("HPVM_AGENT_TOKEN");

    private String container = "";

    /** For Hadoop, which fills it with {@link #readFields}. */
    public AgentTokenIdentifier() {}

    public AgentTokenIdentifier(String container) {
        this.container = container;
    }

    public String container() {
        return container;
    }

    @Override
    public Text getKind() {
        return KIND;
    }

    @Override
    public UserGroupInformation getUser() {
        return UserGroupInformation.createRemoteUser(container);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeUTF(container);
    }

    @Override
    public void readFields(DataInput in) throws IOException {
        container = in.readUTF();
    }
}
