/** The page of a store's panel: what it may load, and nothing that a store could have written. */
import * as vscode from 'vscode';

export function mediaFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'media');
}

export function pageOf(webview: vscode.Webview, extension: vscode.Uri): string {
  const media = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(mediaFolder(extension), name)).toString();
  const nonce = crypto.randomUUID();
  const { cspSource } = webview;
  const policy = [
    "default-src 'none'",
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${media('codicon.css')}">
<link rel="stylesheet" href="${media('store.css')}">
<script defer nonce="${nonce}" src="${media('store.js')}"></script>
<title>Event Inspector</title>
</head>
<body></body>
</html>`;
}
