package org.hpvm.yarn.server;

import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.ipc.Server;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.thirdparty.protobuf.RpcController;
import org.hpvm.container.protocol.AgentProtocol;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.agent.OutputReply;
import org.hpvm.proto.agent.OutputRequest;
import org.hpvm.proto.agent.PollReply;
import org.hpvm.proto.agent.PollRequest;
import org.hpvm.proto.agent.RegisterReply;
import org.hpvm.proto.agent.RegisterRequest;
import org.hpvm.proto.agent.ReportReply;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.agent.ShareReply;
import org.hpvm.proto.agent.ShareRequest;
import org.hpvm.yarn.agents.Agents;
import org.hpvm.yarn.loop.ServerLoop;
import org.hpvm.yarn.spawn.Spawns;

/** Takes the agents' calls to the server's loop. The caller's name is the container that its token was made for. */
final class AgentCalls implements AgentProtocol {
    private final ServerLoop loop;
    private final Agents agents;
    private final Spawns spawns;
    private final Crew crew;

    AgentCalls(ServerLoop loop, Agents agents, Spawns spawns, Crew crew) {
        this.loop = loop;
        this.agents = agents;
        this.spawns = spawns;
        this.crew = crew;
    }

    @Override
    public RegisterReply register(RpcController controller, RegisterRequest request) {
        String container = caller();
        return Deferred.answerWith(loop.call(() -> crew.register(request, container)));
    }

    @Override
    public PollReply poll(RpcController controller, PollRequest request) {
        String container = caller();
        return Deferred.answerWith(loop.call(
                () -> request.getLeaves() ? crew.leave(request, container) : agents.poll(request, container)));
    }

    @Override
    public ReportReply report(RpcController controller, ReportRequest request) {
        String container = caller();
        return Deferred.answerWith(loop.call(() -> crew.report(request, container)));
    }

    @Override
    public ShareReply share(RpcController controller, ShareRequest request) {
        return Deferred.answerWith(loop.call(() -> CompletableFuture.completedFuture(shareOrRefusal(request))));
    }

    @Override
    public OutputReply output(RpcController controller, OutputRequest request) {
        String container = caller();
        return Deferred.answerWith(loop.call(() -> {
            spawns.printed(agents.get(request.getAgent(), request.getEpoch(), container), request.getOutputList());
            return CompletableFuture.completedFuture(OutputReply.getDefaultInstance());
        }));
    }

    private ShareReply shareOrRefusal(ShareRequest request) {
        try {
            return spawns.share(request);
        } catch (HpvmException e) {
            return ShareReply.newBuilder()
                    .setStatus(e.code().status())
                    .setMessage(String.valueOf(e.getMessage()))
                    .build();
        }
    }

    private static String caller() {
        UserGroupInformation user = Server.getRemoteUser();
        return user == null ? "" : user.getUserName();
    }
}
