/** The SDK warns on standard error about Node versions that it is going to leave behind. To be called before any of it is loaded. */
export const silenceSdk = (): void => {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
};
