/**
 * A module as the start of somebody's own server: copied, renamed, registered; or as a project outside this one.
 *
 * <pre>
 *   epoll-server ─▶ ServerModule ─┐
 *                                 ├─▶ Renaming ─▶ ModuleCopy         ─▶ NAME-server, and its line in the parent pom
 *   NAME ─────────▶ ModuleName ───┘           └─▶ StandaloneProject  ─▶ a folder with a pom of its own
 * </pre>
 *
 * <p>
 * Both are written beside their place under another name, and moved there when they are whole: whoever fails leaves
 * nothing behind.
 */
@NullMarked
package dev.refservers.commandline.template;

import org.jspecify.annotations.NullMarked;
