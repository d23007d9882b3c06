package dev.refservers.peers;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;

/**
 * The last in every pipeline: sends once what a read has brought about, does not read a client that takes no replies, and
 * closes one that has ended its input when all is sent. Used by the event loop's thread.
 */
final class Backpressure extends ChannelInboundHandlerAdapter {

    private static final System.Logger LOG = System.getLogger(Backpressure.class.getName());

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            closeWhenSent(context);
        }
    }

    /** An I/O error ends a connection quietly, anything else ends it with its stack. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.Logger.Level level = cause instanceof IOException
                ? System.Logger.Level.DEBUG
                : System.Logger.Level.WARNING;
        LOG.log(level, "a connection is closed", cause);
        closeWhenSent(context);
    }

    /** At once where nothing can be sent any more. */
    private static void closeWhenSent(ChannelHandlerContext context) {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
