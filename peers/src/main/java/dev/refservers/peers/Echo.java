package dev.refservers.peers;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Sends back what comes (RFC 862). Used by the event loop's thread. */
final class Echo extends ChannelInboundHandlerAdapter {

    /** A write that fails is told to the pipeline: that is what the void promise is. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        // The buffer that was read into is sent, and released when it has been: nothing is copied.
        context.write(bytes, context.voidPromise());
    }
}
