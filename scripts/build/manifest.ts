import { Plugin, settings } from '@oclif/core';

/** What the command framework wants to know of the built commands, as JSON: with it, help loads none of them. */
export const manifestOf = async (root: string): Promise<string> => {
  settings.enableAutoTranspile = false;
  const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true, respectNoCacheDefault: true });
  await plugin.load();
  return JSON.stringify(plugin.manifest, null, 2);
};
