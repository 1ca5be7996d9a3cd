/** Characters that a token goes on with. */
export type Body = 'upper' | 'word' | 'token' | 'value' | 'base64' | 'wrapped' | 'login' | 'key';

/** Tokens that show by how they begin what they are. */
export interface TokenFormat {
  /** What it is called, after “looks like”. */
  readonly name: string;
  /** Three characters at least, as they are written. */
  readonly begins: readonly string[];
  readonly body: Body;
  /** So many characters at least are to follow. */
  readonly least: number;
  /** Not in the middle of a word. */
  readonly alone?: boolean;
  /** What it begins with is no secret, and tells what was hidden. */
  readonly shown?: boolean;
}

const privateKeys = ['', 'RSA ', 'EC ', 'DSA ', 'OPENSSH ', 'ENCRYPTED '].map(
  (kind) => `-----BEGIN ${kind}PRIVATE KEY-----`,
);

/** What is hidden wherever it stands, whoever's it is. */
export const tokenFormats: readonly TokenFormat[] = [
  // Forges
  { name: 'a GitHub token', begins: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'], body: 'word', least: 20 },
  {
    name: 'a GitLab token',
    begins: ['glpat-', 'glptt-', 'gldt-', 'glrt-', 'glcbt-', 'glft-', 'glsoat-'],
    body: 'token',
    least: 16,
  },
  { name: 'an Atlassian token', begins: ['ATBB', 'ATATT3'], body: 'token', least: 20, alone: true },
  // Chat
  {
    name: 'a Slack token',
    begins: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxe.', 'xapp-'],
    body: 'token',
    least: 10,
  },
  {
    name: 'the secret address of a webhook',
    begins: ['hooks.slack.com/services/', 'discord.com/api/webhooks/'],
    body: 'value',
    least: 16,
    shown: true,
  },
  // Clouds
  { name: 'an AWS access key', begins: ['AKIA', 'ASIA'], body: 'upper', least: 16, alone: true },
  { name: 'a Google API key', begins: ['AIza'], body: 'token', least: 30, alone: true },
  { name: 'a Google access token', begins: ['ya29.'], body: 'token', least: 20, alone: true },
  {
    name: 'an Azure key',
    begins: ['AccountKey=', 'SharedAccessKey=', 'SharedAccessSignature='],
    body: 'value',
    least: 16,
    shown: true,
  },
  {
    name: 'a DigitalOcean or Docker token',
    begins: ['dop_v1_', 'doo_v1_', 'dor_v1_', 'dckr_pat_', 'dckr_oat_'],
    body: 'token',
    least: 20,
  },
  { name: 'a Vault or Terraform token', begins: ['hvs.', 'hvb.', 'atlasv1.'], body: 'token', least: 20, alone: true },
  { name: 'an age secret key', begins: ['AGE-SECRET-KEY-1'], body: 'upper', least: 20 },
  // Packages and builds
  { name: 'an npm token', begins: ['npm_'], body: 'word', least: 30, alone: true },
  { name: 'a PyPI token', begins: ['pypi-AgE'], body: 'token', least: 16 },
  { name: 'a RubyGems key', begins: ['rubygems_'], body: 'word', least: 30 },
  {
    name: 'an access token',
    begins: ['bkua_', 'CCIPAT_', 'sntrys_', 'sntryu_', 'glsa_', 'figd_', 'lin_api_', 'sbp_'],
    body: 'value',
    least: 20,
  },
  // Payments, mail, models
  {
    name: 'a Stripe key',
    begins: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_'],
    body: 'value',
    least: 16,
  },
  { name: 'a SendGrid key', begins: ['SG.'], body: 'token', least: 40, alone: true },
  { name: 'an API key of a language model', begins: ['sk-ant-', 'sk-proj-', 'sk-svcacct-'], body: 'token', least: 20 },
  { name: 'an API key', begins: ['sk-'], body: 'word', least: 32, alone: true },
  { name: 'an access token', begins: ['hf_', 'shpat_', 'shpss_', 'dapi'], body: 'word', least: 30, alone: true },
  // Any
  { name: 'a JSON web token', begins: ['eyJh', 'eyJ0', 'eyJr', 'eyJ'], body: 'token', least: 20, alone: true },
  { name: 'a bearer token', begins: ['Bearer ', 'bearer ', 'BEARER '], body: 'value', least: 16, shown: true },
  {
    name: 'a password in a header',
    begins: ['Authorization: Basic ', 'authorization: Basic ', 'authorization: basic '],
    body: 'value',
    least: 8,
    shown: true,
  },
  {
    name: 'a token in a header',
    begins: ['Authorization: token ', 'authorization: token '],
    body: 'value',
    least: 8,
    shown: true,
  },
  {
    name: 'a token in a header',
    begins: ['PRIVATE-TOKEN: ', 'Private-Token: ', 'private-token: ', 'JOB-TOKEN: '],
    body: 'value',
    least: 8,
    shown: true,
  },
  { name: 'a password in an address', begins: ['://'], body: 'login', least: 3, shown: true },
  { name: 'a private key', begins: [...privateKeys, '-----BEGIN PGP PRIVATE KEY BLOCK-----'], body: 'key', least: 1 },
];
