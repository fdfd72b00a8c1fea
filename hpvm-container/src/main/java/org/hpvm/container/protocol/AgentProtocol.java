package org.hpvm.container.protocol;

import org.apache.hadoop.ipc.ProtocolInfo;
import org.apache.hadoop.security.token.TokenInfo;
import org.hpvm.proto.agent.AgentService;

/** What agents call, over Hadoop IPC; a caller without a token of the application is refused. */
@ProtocolInfo(protocolName = "org.hpvm.container.protocol.AgentProtocol", protocolVersion = AgentProtocol.VERSION)
@TokenInfo(AgentTokenSelector.class)
public interface AgentProtocol extends AgentService.BlockingInterface {
    long VERSION = 1;
}
